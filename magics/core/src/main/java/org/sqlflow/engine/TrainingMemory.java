package org.sqlflow.engine;

import org.sqlflow.data.ColumnVector;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.text.Text;

/** How much of the Java heap a training takes; one that would fill it is refused in time. */
final class TrainingMemory {
  private final TrainingPlan plan;
  private final int width;
  private final long bytesRead;

  /** Bytes of a row's measures that are kept in memory until the groups are described. */
  private final long bytesKept;

  TrainingMemory(TrainingPlan plan) {
    this.plan = plan;
    this.width = plan.features().width();
    this.bytesRead =
        plan.features().bytesPerRow() + (plan.target().isPresent() ? ColumnVector.TEXT_BYTES : 0);
    this.bytesKept = plan.reportsMeasures() ? plan.features().measureBytesPerRow() : 0;
  }

  /** The most rows that the heap could ever hold, even if all of it were free. */
  long mostRows() {
    return HeapMemory.mostRows(training(width));
  }

  /**
   * Checks before features are fitted.
   *
   * @param toRead whether the rows are still to be read into memory
   * @param inMemory bytes of the rows as they were read; 0 if they are not in memory
   */
  void checkReading(long rows, boolean toRead, long inMemory) {
    // While features are fitted, a column of numbers is copied, and once more to look for keys.
    long fitting = 2L * Double.BYTES + 1 + (long) Float.BYTES * width;
    long before = toRead ? bytesRead : perRow(inMemory, rows);
    check(rows, width, before + fitting, Math.min(before, bytesKept), inMemory);
  }

  private static long perRow(long bytes, long rows) {
    return rows == 0 ? 0 : bytes / rows;
  }

  /** Checks while rows are read into memory: those so far must fit, however many follow. */
  void checkBuffered(BufferedSize buffered) {
    long perRow = Math.max(1, buffered.bytes() / Math.max(1, buffered.rows()));
    check(buffered.rows(), width, perRow + (long) Float.BYTES * width, bytesKept, buffered.bytes());
  }

  /** Rows that are in memory already, and their bytes. */
  record BufferedSize(long rows, long bytes) {}

  /**
   * Checks before rows are encoded: categories make many features.
   *
   * @param inMemory bytes of the rows as they were read, of which the measures are kept
   */
  void checkEncoding(long rows, int features, long inMemory) {
    long before = perRow(inMemory, rows);
    check(
        rows,
        features,
        before + (long) Float.BYTES * features,
        Math.min(before, bytesKept),
        inMemory);
  }

  /**
   * A query of few rows may be in memory already, where one of many rows would be read in parts.
   */
  private void check(long rows, int features, long reading, long kept, long freed) {
    HeapMemory.check(
        rows,
        features,
        Math.max(reading, training(features) + kept),
        Math.max(reading, training(features) + bytesKept),
        freed,
        TrainingMemory::advice);
  }

  private long training(int features) {
    return (long) Float.BYTES * features
        + plan.estimator().bytesPerRow(plan.attributes(), features);
  }

  private static String advice(long fit) {
    return Text.of(
        "Train on a part: WITH %s = %d takes a random sample, LIMIT in the query the first rows",
        CommonAttributes.SAMPLE, fit);
  }
}
