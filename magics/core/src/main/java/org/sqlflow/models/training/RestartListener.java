package org.sqlflow.models.training;

import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;

/**
 * Tells which of several starts goes on.
 *
 * @param start from 1
 */
public record RestartListener(TrainingListener listener, int start, int starts)
    implements TrainingListener {
  @Override
  public void progress(TrainingProgress progress) {
    listener.progress(progress.within(start, starts));
  }

  @Override
  public void checkCancelled() {
    listener.checkCancelled();
  }

  @Override
  public void endsEarly() {
    listener.endsEarly();
  }
}
