package org.sqlflow.magic;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/**
 * Receives what a cell shows while it runs. Called on the thread that runs the cell, before the
 * cell ends. By default, everything is ignored.
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

  /** Receives the options of the magic line, before any other call. */
  default void options(CellOptions options) {}

  /**
   * How many rows of a query to read at first: {@link Result} reads the rest when it is asked for.
   * Called once for each statement, after {@link #options}.
   */
  default int firstRows() {
    return Integer.MAX_VALUE;
  }

  /**
   * The consumer of all rows of each query's result, in parts, before {@link #output} shows the
   * first part; empty if there is none.
   */
  default Optional<Consumer<Output.Rows>> allRows() {
    return Optional.empty();
  }

  /** Tells that the next statement of the cell begins. */
  default void statementBegins() {}

  /** Receives the next output to show. */
  default void output(Output output) {}

  /** Receives a sentence on the run itself, such as what it waits for; by default an output. */
  default void notice(String sentence) {
    output(new Output.Note(List.of(sentence)));
  }

  /** Receives the state of a training. Called at every batch, so show only some of the states. */
  default void progress(TrainingProgress progress) {}

  /** Asks the user for a password; empty if the user can't be asked. */
  default Optional<String> password(String prompt) {
    return Optional.empty();
  }

  /** Tells that the training that reported progress has ended; its last state stays visible. */
  default void progressEnded() {}
}
