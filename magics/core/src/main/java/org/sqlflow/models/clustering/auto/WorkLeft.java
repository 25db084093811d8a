package org.sqlflow.models.clustering.auto;

import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.training.PhaseTimer;

/**
 * How much of a training is done whose steps take very different times, and whose number is found
 * out on the way. Each step has a weight, about its time; what is left is estimated again where
 * more is known, and the share that is done never falls. Used by the thread that trains.
 */
final class WorkLeft {
  /** The weight of the training of the chosen method, which always comes last. */
  static final double TRAINING = 1;

  private final TrainingContext context;
  private double left = TRAINING;
  private double done;
  private double atBegin;

  WorkLeft(TrainingContext context) {
    this.context = context;
  }

  /** Expects steps of a total weight before the training of the chosen method. */
  void expect(double weight) {
    left = weight + TRAINING;
  }

  /** A phase begins. */
  PhaseTimer begin(String phase) {
    atBegin = done;
    PhaseTimer timer = new PhaseTimer(phase, "", 1, rest());
    timer.begin();
    return timer;
  }

  /**
   * A step is done.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped the training
   */
  void did(double weight) {
    double own = Math.max(0, Math.min(weight, left - TRAINING));
    done += (1 - done) * own / left;
    left -= own;
    context.advanced((done - atBegin) / (1 - atBegin));
  }

  /** The share that is done, from 0 to below 1. */
  double done() {
    return done;
  }

  /** The context of everything that follows. */
  TrainingContext rest() {
    return context.part(done, 1);
  }
}
