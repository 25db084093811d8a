package org.sqlflow.features;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws a number of rows by chance from rows that come in blocks, each row with the same chance and
 * at most once; they stay in their order (selection sampling: Fan, Muller, Rezucha 1962). The same
 * seed and rows give the same sample.
 */
public final class RowDraw {
  private final SplittableRandom random;
  private final boolean all;
  private long toCome;
  private long wanted;

  /**
   * A draw.
   *
   * @param wanted rows to draw
   * @param rows that will come; if more do, only the first so many can be drawn, or all if all are
   *     wanted
   */
  public RowDraw(long wanted, long rows, long seed) {
    this.wanted = wanted;
    this.toCome = rows;
    this.all = wanted >= rows;
    this.random = new SplittableRandom(seed);
  }

  /** The rows of the next block that are drawn, from 0. */
  public int[] next(int rows) {
    if (all) {
      return IntStream.range(0, rows).toArray();
    }
    int[] drawn = new int[rows];
    int kept = 0;
    for (int row = 0; row < rows && wanted > 0 && toCome > 0; row++, toCome--) {
      if (random.nextDouble() * toCome < wanted) {
        drawn[kept++] = row;
        wanted--;
      }
    }
    return Arrays.copyOf(drawn, kept);
  }

  /**
   * The rows drawn of a block, which stays as it is if all are.
   *
   * @param count rows of the block
   * @param columns {@code double[]}, {@code String[]} or {@code double[][]}
   */
  public static List<Object> take(int count, List<Object> columns, int[] rows) {
    return rows.length == count
        ? columns
        : columns.stream().map(column -> take(column, rows)).toList();
  }

  private static Object take(Object column, int[] rows) {
    if (column instanceof double[] numbers) {
      return Arrays.stream(rows).mapToDouble(row -> numbers[row]).toArray();
    }
    Object[] from = (Object[]) column;
    Object[] taken = Arrays.copyOf(from, rows.length);
    for (int i = 0; i < rows.length; i++) {
      taken[i] = from[rows[i]];
    }
    return taken;
  }
}
