package org.sqlflow.models;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sqlflow.text.Text;

/**
 * What a training runs in: one listener, one check for cancellation, one clock. Used by the thread
 * that trains alone.
 */
public final class TrainingContext implements CancellationCheck {
  private final TrainingListener listener;
  private final LongSupplier clock;
  private final State state;
  private final int start;
  private final int starts;

  /** What the contexts of all starts of a training share. */
  private static final class State {
    private long began;
    private Optional<TrainingProgress> last = Optional.empty();
    private boolean endingEarly;
  }

  private TrainingContext(
      TrainingListener listener, LongSupplier clock, State state, int start, int starts) {
    this.listener = listener;
    this.clock = clock;
    this.state = state;
    this.start = start;
    this.starts = starts;
  }

  /** A training that begins now. */
  public static TrainingContext of(TrainingListener listener) {
    return of(listener, System::nanoTime);
  }

  /**
   * The same with another clock.
   *
   * @param clock nanoseconds since any moment
   */
  public static TrainingContext of(TrainingListener listener, LongSupplier clock) {
    State state = new State();
    state.began = clock.getAsLong();
    return new TrainingContext(listener, clock, state, 1, 1);
  }

  /** A training that nobody follows or stops. */
  public static TrainingContext unattended() {
    return of(TrainingListener.NONE);
  }

  /** The context of one of several starts: progress says which one runs. */
  public TrainingContext ofStart(int number, int of) {
    return new TrainingContext(listener, clock, state, number, of);
  }

  /** Reports progress. */
  public void progress(TrainingProgress progress) {
    TrainingProgress placed = starts > 1 ? progress.within(start, starts) : progress;
    state.last = state.endingEarly ? state.last : Optional.of(placed);
    listener.progress(placed);
  }

  @Override
  public void checkCancelled() {
    listener.checkCancelled();
  }

  /** Tells the listener that a model is made of what there is; see {@link #isEndingEarly}. */
  public void endEarly() {
    state.endingEarly = true;
    listener.endsEarly();
  }

  /** Whether the user stopped the training and it makes a model of what it has. */
  public boolean isEndingEarly() {
    return state.endingEarly;
  }

  /** The clock, in nanoseconds since any moment. */
  public long nanoTime() {
    return clock.getAsLong();
  }

  /** Seconds since the training began. */
  public double seconds() {
    return (nanoTime() - state.began) / 1e9;
  }

  /**
   * Where the training is, or was when the user stopped it, such as "clustering epoch 12 of 80
   * (loss 0.2500, 1.20% of rows changed group) after 8.3 s".
   */
  public String where() {
    List<String> measures = state.last.map(TrainingProgress::measures).orElse(List.of());
    return state.last.map(TrainingProgress::place).orElse("preparation")
        + (measures.isEmpty() ? "" : " (" + String.join(", ", measures) + ")")
        + Text.of(" after %.1f s", seconds());
  }
}
