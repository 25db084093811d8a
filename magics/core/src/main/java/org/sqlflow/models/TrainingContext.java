package org.sqlflow.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.sqlflow.text.Text;

/**
 * What a training runs in: one listener, one check for cancellation, one clock. Used only by the
 * thread that trains.
 */
public final class TrainingContext implements CancellationCheck {
  private final TrainingListener listener;
  private final LongSupplier clock;
  private final State state;
  private final Outline outline;
  private final int start;
  private final int starts;

  /** What the contexts of all parts of a training share. */
  private static final class State {
    private long began;
    private Optional<TrainingProgress> last = Optional.empty();
    private boolean endingEarly;
  }

  /** What the contexts of all starts of a part share: its place in the training, and its phases. */
  private static final class Outline {
    private final double from;
    private final double to;
    private Plan plan = Plan.NONE;

    private Outline(double from, double to) {
      this.from = from;
      this.to = to;
    }

    /** A share of the part as one of the training. */
    private double placed(double share) {
      return from + share * (to - from);
    }
  }

  private TrainingContext(
      TrainingListener listener,
      LongSupplier clock,
      State state,
      Outline outline,
      int start,
      int starts) {
    this.listener = listener;
    this.clock = clock;
    this.state = state;
    this.outline = outline;
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
    return new TrainingContext(listener, clock, state, new Outline(0, 1), 1, 1);
  }

  /** A training that nobody follows or stops. */
  public static TrainingContext unattended() {
    return of(TrainingListener.NONE);
  }

  /** The context of one of several starts: progress says which one runs. */
  public TrainingContext ofStart(int number, int of) {
    return new TrainingContext(listener, clock, state, outline, number, of);
  }

  /**
   * The context of a part of this training that expects its own phases, such as the training of a
   * model that was chosen.
   *
   * @param from the share of the training that is done when the part begins, from 0 to 1
   * @param to the share that is done at its end
   */
  public TrainingContext part(double from, double to) {
    Outline part = new Outline(outline.placed(from), outline.placed(to));
    return new TrainingContext(listener, clock, state, part, 1, 1);
  }

  /**
   * Says which phases there will be, so that progress can be shown for the whole training. Phases
   * that are not named count as taking no time.
   *
   * @param ofStart the phases of each start in their order, with how long each takes in relation to
   *     the others
   * @param after the same for what follows the last start
   */
  public void expect(Map<String, Double> ofStart, Map<String, Double> after) {
    expect(Map.of(), ofStart, 1, after);
  }

  /**
   * The same where something precedes the first start.
   *
   * @param before the same for what precedes the first start
   * @param count how many starts there will be
   */
  public void expect(
      Map<String, Double> before,
      Map<String, Double> ofStart,
      int count,
      Map<String, Double> after) {
    outline.plan = new Plan(Plan.stages(before), Plan.stages(ofStart), count, Plan.stages(after));
  }

  /** For each phase, the weight that is done at its start and at its end. */
  private record Plan(
      Map<String, double[]> before,
      Map<String, double[]> ofStart,
      int count,
      Map<String, double[]> after) {
    static final Plan NONE = new Plan(Map.of(), Map.of(), 1, Map.of());

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
      double first = weight(before);
      double each = weight(ofStart);
      double end = first + Math.max(count, starts) * each;
      double all = end + weight(after);
      return all == 0
          ? UNKNOWN
          : Stream.of(
                  place(before.get(phase), 0, all),
                  place(ofStart.get(phase), first + (start - 1) * each, all),
                  place(after.get(phase), end, all))
              .flatMap(Optional::stream)
              .findFirst()
              .orElse(UNKNOWN);
    }

    private static final double[] UNKNOWN = {Double.NaN, Double.NaN};

    private static Optional<double[]> place(double[] stage, double from, double all) {
      return stage == null
          ? Optional.empty()
          : Optional.of(new double[] {(from + stage[0]) / all, (from + stage[1]) / all});
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

  /**
   * Reports how much is done of the phase that was reported last, where the phase itself counts
   * nothing.
   *
   * @param share from 0 to 1
   */
  public void advanced(double share) {
    checkCancelled();
    state.last.ifPresent(last -> listener.progress(last.advanced(share)));
  }

  private TrainingProgress placed(TrainingProgress progress) {
    TrainingProgress placed = starts > 1 ? progress.within(start, starts) : progress;
    if (outline.plan == Plan.NONE) {
      return placed.between(outline.placed(placed.from()), outline.placed(placed.to()));
    }
    double[] part = outline.plan.part(progress.phase(), start, starts);
    return placed.between(outline.placed(part[0]), outline.placed(part[1]));
  }

  @Override
  public void checkCancelled() {
    listener.checkCancelled();
  }

  /**
   * Tells the listener that the training ends early with a model of what it has; see {@link
   * #isEndingEarly}.
   */
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
   * (loss 0.2500, 1.20 % of rows changed group) after 8.3 s".
   */
  public String where() {
    List<String> measures = state.last.map(TrainingProgress::measures).orElse(List.of());
    return state.last.map(TrainingProgress::place).orElse("preparation")
        + (measures.isEmpty() ? "" : " (" + String.join(", ", measures) + ")")
        + Text.of(" after %.1f s", seconds());
  }
}
