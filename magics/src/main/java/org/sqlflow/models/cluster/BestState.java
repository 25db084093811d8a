package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/**
 * The state of one phase of a training after its best pass so far: what is kept of it if the user
 * stops it.
 *
 * <p>Where the loss tells how good a pass was, the best is the one with the smallest, of equal ones
 * the last. In clustering it does not: it is measured against a target that grows sharper at each
 * renewal, so on iris, breast cancer and active power it was smallest after pass 1 of 20, on digits
 * after pass 1 of 171. There the last pass is the best.
 */
final class BestState {
  private final boolean wanted;
  private final boolean byLoss;
  private Optional<State> state = Optional.empty();
  private Optional<PhaseMeter> meter = Optional.empty();

  private BestState(boolean wanted, boolean byLoss) {
    this.wanted = wanted;
    this.byLoss = byLoss;
  }

  /**
   * The pass with the smallest loss.
   *
   * @param wanted whether to copy states at all
   */
  static BestState smallestLoss(boolean wanted) {
    return new BestState(wanted, true);
  }

  /**
   * The last pass that was complete.
   *
   * @param wanted whether to copy states at all
   */
  static BestState lastPass(boolean wanted) {
    return new BestState(wanted, false);
  }

  /**
   * A copy of what a training had learnt.
   *
   * @param weights of the autoencoder, if there is one
   * @param centres {@code clusters x code width}; none before there are any
   */
  record Learnt(Optional<INDArray> weights, float[] centres) {}

  /**
   * What a pass left.
   *
   * @param pass from 1; 0 for what the phase began with
   * @param loss infinite for what the phase began with
   */
  record State(int pass, double loss, Learnt learnt) {}

  /** The phase begins; what it begins with is better than nothing. */
  void begun(PhaseMeter phase, Supplier<Learnt> learnt) {
    meter = Optional.of(phase);
    state = Optional.empty();
    offer(0, Double.POSITIVE_INFINITY, learnt);
  }

  /** A pass of a phase ended. */
  void passEnded(PhaseMeter phase, double loss, Supplier<Learnt> learnt) {
    meter = Optional.of(phase);
    offer(phase.curve().size(), loss, learnt);
  }

  /**
   * The state after a pass.
   *
   * @param learnt makes a copy; only asked for if it is the best so far
   */
  void offer(int pass, double loss, Supplier<Learnt> learnt) {
    boolean best = !byLoss || state.isEmpty() || loss <= state.get().loss();
    if (wanted && best) {
      state = Optional.of(new State(pass, loss, learnt.get()));
    }
  }

  /** The phase begins again: what it had is of no use. */
  void forget() {
    state = Optional.empty();
  }

  /** The best state so far. */
  Optional<State> state() {
    return state;
  }

  /** The passes that ended so far. */
  List<CurvePoint> curve() {
    return meter.map(PhaseMeter::curve).orElse(List.of());
  }

  /** The phase up to now, if it began. */
  Optional<Phase> phase() {
    return meter.map(PhaseMeter::end);
  }
}
