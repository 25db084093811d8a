package org.sqlflow.statements;

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

  /** The training whose progress was told is over. */
  void trainingEnded();
}
