package org.sqlflow.models.training;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;

/**
 * Counts and times one phase of a training by the context's clock, reports its progress and keeps
 * its curve. Used by the thread that trains.
 */
public final class PhaseTimer {
  private final String phase;
  private final String unit;
  private final int steps;
  private final TrainingContext context;
  private final long started;
  private final List<CurvePoint> curve = new ArrayList<>();
  private int step;
  private long done;
  private double lastLoss = Double.NaN;
  private double changedShare = Double.NaN;

  /** A phase that counts epochs and begins now. */
  public PhaseTimer(String phase, int epochs, TrainingContext context) {
    this(phase, "epoch", epochs, context);
  }

  /**
   * A phase that begins now.
   *
   * @param unit what it counts, such as {@code start}; empty if its name says it
   */
  public PhaseTimer(String phase, String unit, int steps, TrainingContext context) {
    this.phase = phase;
    this.unit = unit;
    this.steps = steps;
    this.context = context;
    this.started = context.nanoTime();
  }

  /** The next epoch begins. */
  public void beginStep() {
    step++;
  }

  /** The only step of a phase begins; it reports nothing more until it ends. */
  public void begin() {
    beginStep();
    context.progress(progress(lastLoss, Double.NaN));
    context.checkCancelled();
  }

  /** Reports a batch, and stops the training here if the user wants to. */
  public void batch(int rows, double loss) {
    done += rows;
    context.progress(progress(curve.isEmpty() ? loss : lastLoss, done / seconds()));
    context.checkCancelled();
  }

  /** The share of rows that changed cluster, from 0 to 1, as of now. */
  public void changed(double share) {
    changedShare = share;
  }

  /** An epoch is complete. */
  public void endEpoch(double loss) {
    lastLoss = loss;
    curve.add(new CurvePoint(phase, step, loss, changedShare));
    context.progress(progress(loss, done / seconds()));
  }

  private TrainingProgress progress(double loss, double rowsPerSecond) {
    return new TrainingProgress(
        phase, unit, step, steps, done, loss, changedShare, rowsPerSecond, 1, 1);
  }

  /** Forgets the epochs so far: the phase starts again. */
  public void restart() {
    step = 0;
    lastLoss = Double.NaN;
    changedShare = Double.NaN;
    curve.clear();
  }

  /** The share given last; NaN if none. */
  public double changedShare() {
    return changedShare;
  }

  /** The epochs so far. */
  public List<CurvePoint> curve() {
    return List.copyOf(curve);
  }

  /** The phase up to now. */
  public Phase end() {
    return new Phase(phase, Math.max(1, curve.size()), seconds());
  }

  private double seconds() {
    return (context.nanoTime() - started) / 1e9;
  }
}
