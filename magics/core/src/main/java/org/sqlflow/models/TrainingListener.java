package org.sqlflow.models;

/** Follows a training, and may stop it. Called on the thread that trains. */
public interface TrainingListener {
  /** The training went on; called after every batch and every pass, so cheap. */
  void progress(TrainingProgress progress);

  /**
   * Called at every batch.
   *
   * @throws java.util.concurrent.CancellationException if the user asked to stop
   */
  void checkCancelled();

  /**
   * The training has heard the wish to stop and makes a model of what it has: that wish stops
   * nothing further, only another one does.
   */
  default void endsEarly() {}

  /** Listens to nothing. */
  TrainingListener NONE =
      new TrainingListener() {
        @Override
        public void progress(TrainingProgress progress) {}

        @Override
        public void checkCancelled() {}
      };
}
