package org.sqlflow.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private Plan plan = Plan.NONE;
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

  /**
   * Says which phases there will be, so that the progress is one of the whole training. Phases that
   * are not named take no time worth telling.
   *
   * @param ofStart by phase of each start, in their order, how long it takes in relation to others
   * @param after the same of what follows the last start
   */
  public void expect(Map<String, Double> ofStart, Map<String, Double> after) {
    state.plan = new Plan(Plan.stages(ofStart), Plan.stages(after));
  }

  /** By phase, the weight that is done at its begin and at its end. */
  private record Plan(Map<String, double[]> ofStart, Map<String, double[]> after) {
    static final Plan NONE = new Plan(Map.of(), Map.of());

    private static Map<String, double[]> stages(Map<String, Double> weights) {
      Map<String, double[]> stages = new HashMap<>();
      double done = 0;
      for (Map.Entry<String, Double> phase : weights.entrySet()) {
        stages.put(phase.getKey(), new double[] {done, done + phase.getValue()});
        done += phase.getValue();
      }
      return stages;
    }

    private static double weight(Map<String, double[]> stages) {
      return stages.values().stream().mapToDouble(stage -> stage[1]).max().orElse(0);
    }

    /** The shares of the whole training between which a phase of a start lies; NaN if unknown. */
    double[] part(String phase, int start, int starts) {
      double each = weight(ofStart);
      double all = starts * each + weight(after);
      double[] own = ofStart.get(phase);
      double[] last = after.get(phase);
      if (own != null && all > 0) {
        return new double[] {
          ((start - 1) * each + own[0]) / all, ((start - 1) * each + own[1]) / all
        };
      }
      return last != null && all > 0
          ? new double[] {(starts * each + last[0]) / all, (starts * each + last[1]) / all}
          : new double[] {Double.NaN, Double.NaN};
    }
  }

  /** Reports that rows are read before the training. */
  public void reading(long rows) {
    listener.progress(TrainingProgress.reading(rows, rows / seconds()));
  }

  /** Reports that the training is over, and the model is being stored. */
  public void storing() {
    listener.progress(TrainingProgress.storing());
  }

  /** Reports progress. */
  public void progress(TrainingProgress progress) {
    TrainingProgress placed = placed(progress);
    state.last = state.endingEarly ? state.last : Optional.of(placed);
    listener.progress(placed);
  }

  private TrainingProgress placed(TrainingProgress progress) {
    TrainingProgress placed = starts > 1 ? progress.within(start, starts) : progress;
    if (state.plan == Plan.NONE) {
      return placed;
    }
    double[] part = state.plan.part(progress.phase(), start, starts);
    return placed.between(part[0], part[1]);
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
