package org.sqlflow.models;

import java.util.concurrent.CancellationException;

/** A user who interrupts at once. */
public final class Stop implements TrainingListener {
  @Override
  public void progress(TrainingProgress progress) {}

  @Override
  public void checkCancelled() {
    throw new CancellationException();
  }
}
