package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.models.TrainingStory.CurvePoint;
import org.sqlflow.models.TrainingStory.Phase;

/**
 * The state of one phase of a training after its best pass so far: what is kept of it if the user
 * stops it. The best pass is the one with the smallest loss, of equal ones the last.
 */
final class BestState {
  private final boolean wanted;
  private Optional<State> state = Optional.empty();
  private Optional<PhaseMeter> meter = Optional.empty();

  /**
   * Nothing so far.
   *
   * @param wanted whether to copy states at all
   */
  BestState(boolean wanted) {
    this.wanted = wanted;
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
    boolean best = state.isEmpty() || loss <= state.get().loss();
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
