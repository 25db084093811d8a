package org.sqlflow.math;

/** Rows that follow each other as parts, whose number depends on nothing but that of the rows. */
public final class RowParts {
  private static final int ROWS = 16_384;

  private RowParts() {}

  /** Work on the rows {@code from} to before {@code to}. */
  public interface Work {
    void on(int part, int from, int to);
  }

  public static int count(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /** Works on all parts, at the same time if there is much to do. */
  public static void run(int rows, long operationsPerRow, Work work) {
    Parallel.run(
        rows * operationsPerRow,
        count(rows),
        part -> work.on(part, part * ROWS, Math.min(rows, (part + 1) * ROWS)));
  }
}
