package org.sqlflow.models.training;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.text.Text;

/** Passes on what a training tells, and knows where it stands. */
public final class TrainingMonitor implements TrainingListener {
  private final TrainingListener listener;
  private final long started = System.nanoTime();
  private Optional<TrainingProgress> last = Optional.empty();
  private boolean endingEarly;

  /** Watches from now on. */
  public TrainingMonitor(TrainingListener listener) {
    this.listener = listener;
  }

  @Override
  public void progress(TrainingProgress progress) {
    last = endingEarly ? last : Optional.of(progress);
    listener.progress(progress);
  }

  @Override
  public void checkCancelled() {
    listener.checkCancelled();
  }

  @Override
  public void endsEarly() {
    endingEarly = true;
    listener.endsEarly();
  }

  /** Whether the user stopped the training, and it makes a model of what it has. */
  public boolean isEndingEarly() {
    return endingEarly;
  }

  /**
   * Where it stands, or where it stood when the user stopped it, such as "clustering pass 12 of 80
   * (loss 0.2500, 1.20% of rows changed group) after 8.3 s".
   */
  public String where() {
    List<String> measures = last.map(TrainingProgress::measures).orElse(List.of());
    return last.map(TrainingProgress::place).orElse("its preparation")
        + (measures.isEmpty() ? "" : " (" + String.join(", ", measures) + ")")
        + Text.of(" after %.1f s", (System.nanoTime() - started) / 1e9);
  }
}
