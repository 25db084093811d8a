package org.sqlflow.models.metrics;

import java.util.Arrays;
import org.sqlflow.models.CancellationCheck;

/**
 * The Hungarian method (Kuhn 1955; with potentials and shortest augmenting paths as in Jonker and
 * Volgenant 1987): assigns a different column to each row of a table so that the sum of the entries
 * is largest. {@code O(rows^2 columns)}.
 */
final class BestMatching {
  private static final int NONE = -1;

  private final long[][] gains;
  private final int columns;
  private final long[] rowPotentials;
  private final long[] columnPotentials;
  private final int[] rowOf;

  private BestMatching(long[][] gains, int columns) {
    this.gains = gains;
    this.columns = columns;
    this.rowPotentials = new long[gains.length];
    this.columnPotentials = new long[columns];
    this.rowOf = new int[columns];
  }

  /**
   * The column of each row.
   *
   * @param gains no more rows than columns
   */
  static int[] of(long[][] gains, CancellationCheck cancellation) {
    if (gains.length == 0) {
      return new int[0];
    }
    BestMatching matching = new BestMatching(gains, gains[0].length);
    Arrays.fill(matching.rowOf, NONE);
    for (int row = 0; row < gains.length; row++) {
      cancellation.checkCancelled();
      matching.add(row);
    }
    int[] columnOf = new int[gains.length];
    for (int column = 0; column < matching.columns; column++) {
      if (matching.rowOf[column] != NONE) {
        columnOf[matching.rowOf[column]] = column;
      }
    }
    return columnOf;
  }

  /** Matches one more row, along the shortest path to a free column. */
  private void add(int newRow) {
    long[] slack = new long[columns];
    Arrays.fill(slack, Long.MAX_VALUE);
    int[] before = new int[columns];
    boolean[] reached = new boolean[columns];
    int row = newRow;
    int column = NONE;
    while (row != NONE) {
      int nearest = relax(row, column, slack, before, reached);
      shift(newRow, slack[nearest], slack, reached);
      reached[nearest] = true;
      column = nearest;
      row = rowOf[nearest];
    }
    while (column != NONE) {
      int earlier = before[column];
      rowOf[column] = earlier == NONE ? newRow : rowOf[earlier];
      column = earlier;
    }
  }

  /**
   * Shortens the paths to the columns that lead through a row; returns the nearest column not yet
   * reached.
   */
  private int relax(int row, int column, long[] slack, int[] before, boolean[] reached) {
    int nearest = NONE;
    for (int next = 0; next < columns; next++) {
      if (!reached[next]) {
        long reduced = -gains[row][next] - rowPotentials[row] - columnPotentials[next];
        if (reduced < slack[next]) {
          slack[next] = reduced;
          before[next] = column;
        }
        nearest = nearest == NONE || slack[next] < slack[nearest] ? next : nearest;
      }
    }
    return nearest;
  }

  private void shift(int newRow, long step, long[] slack, boolean[] reached) {
    rowPotentials[newRow] += step;
    for (int column = 0; column < columns; column++) {
      if (reached[column]) {
        rowPotentials[rowOf[column]] += step;
        columnPotentials[column] -= step;
      } else {
        slack[column] -= step;
      }
    }
  }
}
