package org.sqlflow.math;

/**
 * Rows cut into parts. The parts depend on the number of rows alone, not on that of the threads.
 */
public final class RowParts {
  private static final int ROWS = 16_384;

  private RowParts() {}

  /** Work on the rows {@code from} to before {@code to}. */
  public interface Work {
    void on(int part, int from, int to);
  }

  /** How many parts a number of rows has. */
  public static int count(int rows) {
    return (int) (((long) rows + ROWS - 1) / ROWS);
  }

  /** Runs the work on all parts, in parallel if there is enough to do. */
  public static void run(int rows, long operationsPerRow, Work work) {
    Parallel.run(
        rows * operationsPerRow,
        count(rows),
        part -> work.on(part, part * ROWS, (int) Math.min(rows, (part + 1L) * ROWS)));
  }
}
