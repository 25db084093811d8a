package org.sqlflow.models.cluster;

import java.util.concurrent.CancellationException;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;

/** A user who interrupts at once. */
final class Stop implements TrainingListener {
  @Override
  public void progress(TrainingProgress progress) {}

  @Override
  public void checkCancelled() {
    throw new CancellationException();
  }
}
