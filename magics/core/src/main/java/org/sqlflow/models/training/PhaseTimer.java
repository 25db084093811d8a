package org.sqlflow.models.training;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.TrainingSummary.Phase;

/** Counts and times one phase of a training, tells the listener, and keeps the curve. */
public final class PhaseTimer {
  private final String phase;
  private final int passes;
  private final TrainingListener listener;
  private final long started = System.nanoTime();
  private final List<CurvePoint> curve = new ArrayList<>();
  private int pass;
  private long done;
  private double lastLoss = Double.NaN;
  private double changedShare = Double.NaN;

  public PhaseTimer(String phase, int passes, TrainingListener listener) {
    this.phase = phase;
    this.passes = passes;
    this.listener = listener;
  }

  public void beginPass() {
    pass++;
  }

  /** The only pass of a phase begins, which tells nothing more until it ends. */
  public void begin() {
    beginPass();
    listener.progress(
        new TrainingProgress(phase, pass, passes, done, lastLoss, changedShare, Double.NaN));
    listener.checkCancelled();
  }

  /** Tells of a batch, and stops the training here if the user asked to. */
  public void batch(int rows, double loss) {
    done += rows;
    double shown = curve.isEmpty() ? loss : lastLoss;
    listener.progress(
        new TrainingProgress(phase, pass, passes, done, shown, changedShare, done / seconds()));
    listener.checkCancelled();
  }

  public void changed(double share) {
    changedShare = share;
  }

  public void endPass(double loss) {
    lastLoss = loss;
    curve.add(new CurvePoint(phase, pass, loss, changedShare));
    listener.progress(
        new TrainingProgress(phase, pass, passes, done, loss, changedShare, done / seconds()));
  }

  /** Forgets the passes so far, to begin again. */
  public void restart() {
    pass = 0;
    lastLoss = Double.NaN;
    changedShare = Double.NaN;
    curve.clear();
  }

  public double changedShare() {
    return changedShare;
  }

  public List<CurvePoint> curve() {
    return List.copyOf(curve);
  }

  public Phase end() {
    return new Phase(phase, Math.max(1, curve.size()), seconds());
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
