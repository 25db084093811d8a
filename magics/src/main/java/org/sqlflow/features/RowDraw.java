package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws a number of rows by chance from rows that come in blocks, each row with the same chance and
 * at most once; they stay in their order (selection sampling: Fan, Muller, Rezucha 1962). The same
 * seed and rows give the same sample.
 */
public final class RowDraw {
  private final SplittableRandom random;
  private long toCome;
  private long wanted;

  /**
   * A draw.
   *
   * @param wanted rows to draw
   * @param rows that will come; of more only the first so many can be drawn
   */
  public RowDraw(long wanted, long rows, long seed) {
    this.wanted = wanted;
    this.toCome = rows;
    this.random = new SplittableRandom(seed);
  }

  /**
   * The rows of the next block that are drawn.
   *
   * @param kept how many
   * @param columns as the block's: an array for each
   */
  public record Drawn(int kept, List<Object> columns) {}

  /**
   * Draws from the next block.
   *
   * @param columns {@code double[]}, {@code String[]} or {@code double[][]}, at least {@code rows}
   *     long
   */
  public Drawn next(int rows, List<Object> columns) {
    int[] drawn = new int[rows];
    int kept = 0;
    for (int row = 0; row < rows && wanted > 0 && toCome > 0; row++, toCome--) {
      if (random.nextDouble() * toCome < wanted) {
        drawn[kept++] = row;
        wanted--;
      }
    }
    int[] rowsKept = Arrays.copyOf(drawn, kept);
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(take(column, rowsKept)));
    return new Drawn(kept, values);
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
