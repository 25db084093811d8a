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
 * @param from the share of the whole training that was done when this phase began, from 0 to 1; NaN
 *     if it is not known
 * @param to the share that is done when this phase has had all of its steps; NaN if not known
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
    int starts,
    double from,
    double to) {
  private static final String EPOCH = "epoch";
  private static final String READING = "reading rows";

  /** Losses from here on are written with one decimal, others with four. */
  private static final double LARGE = 100;

  /** The progress of a training that has one phase, or none whose share is known. */
  public TrainingProgress(
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
    this(phase, unit, step, steps, done, loss, changedShare, rowsPerSecond, start, starts, 0, 1);
  }

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
    return at(number, of, (number - 1 + from) / of, (number - 1 + to) / of);
  }

  /** The same as a part of a training with several phases. */
  TrainingProgress between(double begin, double end) {
    return at(start, starts, begin, end);
  }

  private TrainingProgress at(int number, int of, double begin, double end) {
    return new TrainingProgress(
        phase, unit, step, steps, done, loss, changedShare, rowsPerSecond, number, of, begin, end);
  }

  /** Rows are read, before the training begins. */
  static TrainingProgress reading(long rows, double rowsPerSecond) {
    return new TrainingProgress(
        READING, "", 1, 1, rows, Double.NaN, Double.NaN, rowsPerSecond, 1, 1, 0, 0);
  }

  /** The same when a share of its place in the training is done. */
  TrainingProgress advanced(double share) {
    return at(start, starts, from + share * (to - from), to);
  }

  /** The model is stored, after the training. */
  static TrainingProgress storing() {
    return new TrainingProgress(
        "storing the model", "", 1, 1, 0, Double.NaN, Double.NaN, Double.NaN, 1, 1, 1, 1);
  }

  /** Whether rows are read, and nothing is learnt yet. */
  public boolean isReading() {
    return phase.equals(READING);
  }

  /** Where the training is, such as "start 2 of 5, clustering epoch 3 of 80". */
  public String place() {
    return (starts > 1 ? "start " + start + " of " + starts + ", " : "")
        + phase
        + (steps > 1 ? (unit.isEmpty() ? " " : " " + unit + " ") + step + " of " + steps : "");
  }

  /** What is known about the model so far, such as "loss 0.2500". */
  public List<String> measures() {
    List<String> measures = new ArrayList<>();
    if (!Double.isNaN(loss)) {
      measures.add("loss " + significant(loss));
    }
    if (!Double.isNaN(changedShare)) {
      measures.add(Text.of("%.2f %% of rows changed group", 100 * changedShare));
    }
    return measures;
  }

  private static String significant(double loss) {
    double size = Math.abs(loss);
    boolean readable = size == 0 || (size >= 1e-3 && size < 1e6);
    return Text.of(readable ? (size < LARGE ? "%.4f" : "%,.1f") : "%.3e", loss);
  }
}
