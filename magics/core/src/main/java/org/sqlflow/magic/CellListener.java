package org.sqlflow.magic;

import java.util.Optional;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/** Hears what a cell has to say while it runs. Called on the thread that runs the cell. */
public interface CellListener {
  /** Hears and shows nothing. */
  CellListener SILENT =
      new CellListener() {
        @Override
        public void options(CellOptions options) {}

        @Override
        public void output(Output output) {}

        @Override
        public void progress(TrainingProgress progress) {}

        @Override
        public void progressEnded() {}
      };

  /** The options of the magic line; comes first. */
  void options(CellOptions options);

  /** Something to show, in the order to show it. */
  void output(Output output);

  /** A training went on; comes at every batch, so the listener thins it out. */
  void progress(TrainingProgress progress);

  /** Asks the person for a password; empty if nobody can be asked. */
  default Optional<String> password(String prompt) {
    return Optional.empty();
  }

  /** The training whose progress was told is over; the last state stands. */
  void progressEnded();
}
