package org.sqlflow.models;

/** Follows a training and may stop it. Called on the thread that trains, never from others. */
public interface TrainingListener extends CancellationCheck {
  /** The training made progress; called after every batch and every epoch, so cheap. */
  void progress(TrainingProgress progress);

  /**
   * The training will stop as the user asked, but makes a model of what it has first: the request
   * is used up, and only another one stops it entirely.
   */
  default void endsEarly() {}

  /** Ignores everything. */
  TrainingListener NONE =
      new TrainingListener() {
        @Override
        public void progress(TrainingProgress progress) {}

        @Override
        public void checkCancelled() {}
      };
}
