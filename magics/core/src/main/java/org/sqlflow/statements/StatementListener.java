package org.sqlflow.statements;

import java.util.Optional;
import java.util.function.Consumer;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.report.Output;

/** Receives what a statement reports while it runs, and may stop it. */
public interface StatementListener extends TrainingListener {
  /** Receives the next output to show. */
  void output(Output output);

  /** How many rows of a result to read at first, if the rest can be read later. */
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

  /** Tells that the training whose progress was reported has ended. */
  void trainingEnded();
}
