package org.sqlflow.statements;

import org.sqlflow.models.TrainingListener;
import org.sqlflow.report.Output;

/** Hears what a statement has to say while it runs, and may stop it. */
public interface StatementListener extends TrainingListener {
  /** Something to show, in the order to show it. */
  void output(Output output);

  /** The training whose progress was told is over. */
  void trainingEnded();
}
