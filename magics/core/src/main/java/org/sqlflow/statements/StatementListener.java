package org.sqlflow.statements;

import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.report.Output;

/** Hears what a statement has to say while it runs, and may stop it. */
public interface StatementListener extends TrainingListener {
  /** Something to show, in the order to show it. */
  void output(Output output);

  /** How many rows of a result to read at first, if the rest can be read later. */
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

  /** The training whose progress was told is over. */
  void trainingEnded();
}
