package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.text.Text;

/**
 * How far a training is.
 *
 * @param phase such as {@code pre-training}
 * @param unit what the phase counts, such as {@code epoch}; empty if its name says it
 * @param step the epochs (or starts …) begun in this phase, from 1
 * @param steps the most that this phase can have
 * @param done rows of this phase so far, over all its steps
 * @param loss of the last step, or of the last batch within the first step; NaN if none yet
 * @param changedShare share of rows that changed group, from 0 to 1; NaN where there are none
 * @param rowsPerSecond in this phase; NaN if not known yet
 * @param start the start that runs, from 1
 * @param starts how many starts there are
 */
public record TrainingProgress(
    String phase,
    String unit,
    int step,
    int steps,
    long done,
    double loss,
    double changedShare,
    double rowsPerSecond,
    int start,
    int starts) {
  private static final String EPOCH = "epoch";

  /** The progress of one of several starts, by epochs. */
  public TrainingProgress(
      String phase,
      int epoch,
      int epochs,
      long done,
      double loss,
      double changedShare,
      double rowsPerSecond,
      int start,
      int starts) {
    this(phase, EPOCH, epoch, epochs, done, loss, changedShare, rowsPerSecond, start, starts);
  }

  /** The progress of a training with one start, by epochs. */
  public TrainingProgress(
      String phase,
      int epoch,
      int epochs,
      long done,
      double loss,
      double changedShare,
      double rowsPerSecond) {
    this(phase, epoch, epochs, done, loss, changedShare, rowsPerSecond, 1, 1);
  }

  /** The same in one of several starts. */
  public TrainingProgress within(int number, int of) {
    return new TrainingProgress(
        phase, unit, step, steps, done, loss, changedShare, rowsPerSecond, number, of);
  }

  /** Where the training is, such as "start 2 of 5, clustering epoch 3 of 80". */
  public String place() {
    return (starts > 1 ? "start " + start + " of " + starts + ", " : "")
        + phase
        + (steps > 1 ? (unit.isEmpty() ? " " : " " + unit + " ") + step + " of " + steps : "");
  }

  /** What is known of the model so far, such as "loss 0.2500". */
  public List<String> measures() {
    List<String> measures = new ArrayList<>();
    if (!Double.isNaN(loss)) {
      measures.add("loss " + significant(loss));
    }
    if (!Double.isNaN(changedShare)) {
      measures.add(Text.of("%.2f%% of rows changed group", 100 * changedShare));
    }
    return measures;
  }

  private static String significant(double loss) {
    double size = Math.abs(loss);
    boolean readable = size == 0 || (size >= 1e-3 && size < 1e6);
    return Text.of(readable ? "%.4f" : "%.3e", loss);
  }
}
