package org.sqlflow.kernel.java;

import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.CellOptions;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/** Hears and shows nothing. */
final class SilentListener implements CellListener {
  @Override
  public void options(CellOptions options) {}

  @Override
  public void output(Output output) {}

  @Override
  public void progress(TrainingProgress progress) {}

  @Override
  public void progressEnded() {}
}
