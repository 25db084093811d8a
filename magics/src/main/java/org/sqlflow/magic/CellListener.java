package org.sqlflow.magic;

import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/** Hears what a cell has to say while it runs. Called on the thread that runs the cell. */
public interface CellListener {
  /** The options of the magic line; comes first. */
  void options(CellOptions options);

  /** Something to show, in the order to show it. */
  void output(Output output);

  /** A training went on; comes at every batch, so the listener thins it out. */
  void progress(TrainingProgress progress);

  /** The training whose progress was told is over; the last state stands. */
  void progressEnded();
}
