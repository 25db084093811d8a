package org.sqlflow.models.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;

/**
 * The best state of one phase of a training so far: what is kept of it if the user stops it.
 *
 * <p>Where the loss measures how good an epoch was, the best is the one with the smallest, of equal
 * ones the last. In clustering it does not: it is measured against a target that sharpens at each
 * update, so on iris, breast cancer and active power it was smallest after epoch 1 of 20, on digits
 * after epoch 1 of 171. There the last epoch is the best.
 */
public final class Checkpoint {
  private final boolean wanted;
  private final boolean byLoss;
  private Optional<State> state = Optional.empty();
  private Optional<PhaseTimer> timer = Optional.empty();

  private Checkpoint(boolean wanted, boolean byLoss) {
    this.wanted = wanted;
    this.byLoss = byLoss;
  }

  /**
   * The epoch with the smallest loss.
   *
   * @param wanted whether to copy states at all
   */
  public static Checkpoint smallestLoss(boolean wanted) {
    return new Checkpoint(wanted, true);
  }

  /**
   * The last complete epoch.
   *
   * @param wanted whether to copy states at all
   */
  public static Checkpoint lastEpoch(boolean wanted) {
    return new Checkpoint(wanted, false);
  }

  /**
   * A copy of what a training learned.
   *
   * @param weights of the autoencoder, if there is one
   * @param centres {@code clusters x code width}; none before there are any
   */
  public record Snapshot(Optional<INDArray> weights, float[] centres) {}

  /**
   * The state after an epoch.
   *
   * @param epoch from 1; 0 for the state at the start of the phase
   * @param loss infinite for the state at the start of the phase
   */
  public record State(int epoch, double loss, Snapshot snapshot) {}

  /** The phase begins; its initial state is kept until there is a better one. */
  public void begun(PhaseTimer phase, Supplier<Snapshot> snapshot) {
    timer = Optional.of(phase);
    state = Optional.empty();
    offer(0, Double.POSITIVE_INFINITY, snapshot);
  }

  /** An epoch of the phase ended. */
  public void epochEnded(PhaseTimer phase, double loss, Supplier<Snapshot> snapshot) {
    timer = Optional.of(phase);
    offer(phase.curve().size(), loss, snapshot);
  }

  /**
   * The state after an epoch.
   *
   * @param snapshot makes a copy; only called if it is the best so far
   */
  public void offer(int epoch, double loss, Supplier<Snapshot> snapshot) {
    boolean best = !byLoss || state.isEmpty() || loss <= state.get().loss();
    if (wanted && best) {
      state = Optional.of(new State(epoch, loss, snapshot.get()));
    }
  }

  /** The phase starts again: the states so far are useless. */
  public void forget() {
    state = Optional.empty();
  }

  /** The best state so far. */
  public Optional<State> state() {
    return state;
  }

  /** The epochs that ended so far. */
  public List<CurvePoint> curve() {
    return timer.map(PhaseTimer::curve).orElse(List.of());
  }

  /** The phase up to now, if it began. */
  public Optional<Phase> phase() {
    return timer.map(PhaseTimer::end);
  }
}
