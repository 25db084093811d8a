package org.sqlflow.magic;

import java.util.Optional;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/**
 * Receives what a cell has to show while it runs. Calls come one at a time and before the cell
 * ends; progress may come from a worker thread of a training, everything else comes from the thread
 * that runs the cell. By default, everything is ignored.
 */
public interface CellListener {
  /** Ignores everything. */
  CellListener SILENT = new CellListener() {};

  /** The options of the magic line; the first call. */
  default void options(CellOptions options) {}

  /** Something to show; in the order to show it. */
  default void output(Output output) {}

  /** The state of a training; called at every batch, so show only some of them. */
  default void progress(TrainingProgress progress) {}

  /** Asks the user for a password; empty if the user can't be asked. */
  default Optional<String> password(String prompt) {
    return Optional.empty();
  }

  /** The training that reported progress has ended; its last state stays. */
  default void progressEnded() {}
}
