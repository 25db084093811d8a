package org.sqlflow.magic;

import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/**
 * Receives what a cell has to show while it runs. Called on the thread that runs the cell, before
 * the cell ends. By default, everything is ignored.
 */
public interface CellListener {
  /** Ignores everything. */
  CellListener SILENT = new CellListener() {};

  /** Receives the progress of trainings, and ignores everything else. */
  static CellListener ofProgress(Consumer<TrainingProgress> progress) {
    return new CellListener() {
      @Override
      public void progress(TrainingProgress state) {
        progress.accept(state);
      }
    };
  }

  /** The options of the magic line; the first call. */
  default void options(CellOptions options) {}

  /**
   * How many rows of a query to read at first: {@link Result} reads the rest when it is asked for.
   * Called once a statement, after {@link #options}.
   */
  default int firstRows() {
    return Integer.MAX_VALUE;
  }

  /**
   * Who gets all rows of each query's result, in parts, before {@link #output} shows the first
   * part; empty where nobody does.
   */
  default Optional<Consumer<Output.Rows>> allRows() {
    return Optional.empty();
  }

  /** Another statement of the cell begins. */
  default void statementBegins() {}

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
