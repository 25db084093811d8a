package org.sqlflow.models.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;

/**
 * The state of one phase of a training after its best pass so far: what is kept of it if the user
 * stops it.
 *
 * <p>Where the loss tells how good a pass was, the best is the one with the smallest, of equal ones
 * the last. In clustering it does not: it is measured against a target that grows sharper at each
 * renewal, so on iris, breast cancer and active power it was smallest after pass 1 of 20, on digits
 * after pass 1 of 171. There the last pass is the best.
 */
public final class Checkpoint {
  private final boolean wanted;
  private final boolean byLoss;
  private Optional<State> state = Optional.empty();
  private Optional<PhaseTimer> meter = Optional.empty();

  private Checkpoint(boolean wanted, boolean byLoss) {
    this.wanted = wanted;
    this.byLoss = byLoss;
  }

  /**
   * The pass with the smallest loss.
   *
   * @param wanted whether to copy states at all
   */
  public static Checkpoint smallestLoss(boolean wanted) {
    return new Checkpoint(wanted, true);
  }

  /**
   * The last pass that was complete.
   *
   * @param wanted whether to copy states at all
   */
  public static Checkpoint lastPass(boolean wanted) {
    return new Checkpoint(wanted, false);
  }

  /**
   * A copy of what a training had learnt.
   *
   * @param weights of the autoencoder, if there is one
   * @param centres {@code clusters x code width}; none before there are any
   */
  public record Learnt(Optional<INDArray> weights, float[] centres) {}

  /**
   * What a pass left.
   *
   * @param pass from 1; 0 for what the phase began with
   * @param loss infinite for what the phase began with
   */
  public record State(int pass, double loss, Learnt learnt) {}

  /** The phase begins; what it begins with is better than nothing. */
  public void begun(PhaseTimer phase, Supplier<Learnt> learnt) {
    meter = Optional.of(phase);
    state = Optional.empty();
    offer(0, Double.POSITIVE_INFINITY, learnt);
  }

  /** A pass of a phase ended. */
  public void passEnded(PhaseTimer phase, double loss, Supplier<Learnt> learnt) {
    meter = Optional.of(phase);
    offer(phase.curve().size(), loss, learnt);
  }

  /**
   * The state after a pass.
   *
   * @param learnt makes a copy; only asked for if it is the best so far
   */
  public void offer(int pass, double loss, Supplier<Learnt> learnt) {
    boolean best = !byLoss || state.isEmpty() || loss <= state.get().loss();
    if (wanted && best) {
      state = Optional.of(new State(pass, loss, learnt.get()));
    }
  }

  /** The phase begins again: what it had is of no use. */
  public void forget() {
    state = Optional.empty();
  }

  /** The best state so far. */
  public Optional<State> state() {
    return state;
  }

  /** The passes that ended so far. */
  public List<CurvePoint> curve() {
    return meter.map(PhaseTimer::curve).orElse(List.of());
  }

  /** The phase up to now, if it began. */
  public Optional<Phase> phase() {
    return meter.map(PhaseTimer::end);
  }
}
