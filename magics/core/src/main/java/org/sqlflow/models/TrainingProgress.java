package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.text.Text;

/**
 * Where a training stands.
 *
 * @param phase such as {@code pre-training}
 * @param pass passes over the rows begun in this phase, from 1
 * @param passes the most passes that this phase may take
 * @param done rows of this phase so far, over all its passes
 * @param loss of the last pass, or of the last batch within the first pass; NaN if none yet
 * @param changedShare share of rows that changed group, from 0 to 1; NaN where there are none
 * @param rowsPerSecond in this phase; NaN if not known yet
 * @param start the start that runs, from 1
 * @param starts how many starts there are
 */
public record TrainingProgress(
    String phase,
    int pass,
    int passes,
    long done,
    double loss,
    double changedShare,
    double rowsPerSecond,
    int start,
    int starts) {

  /** The progress of a training with one start. */
  public TrainingProgress(
      String phase,
      int pass,
      int passes,
      long done,
      double loss,
      double changedShare,
      double rowsPerSecond) {
    this(phase, pass, passes, done, loss, changedShare, rowsPerSecond, 1, 1);
  }

  /** The same in one of several starts. */
  public TrainingProgress within(int number, int of) {
    return new TrainingProgress(
        phase, pass, passes, done, loss, changedShare, rowsPerSecond, number, of);
  }

  /** The place in words, such as "start 2 of 5, clustering pass 3 of 80". */
  public String place() {
    return (starts > 1 ? "start " + start + " of " + starts + ", " : "")
        + phase
        + (passes > 1 ? " pass " + pass + " of " + passes : "");
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
