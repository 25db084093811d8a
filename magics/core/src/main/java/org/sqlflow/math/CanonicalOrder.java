package org.sqlflow.math;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;

/**
 * An order of rows that depends on their values alone: by a hash of the values, and of rows with
 * the same hash by the values themselves. The same rows end up in the same places, whatever order
 * they come in. Equal rows stay in the order in which they come. The hash has a fixed seed and
 * makes the order look random, so that rows of one kind do not follow each other.
 */
public final class CanonicalOrder {
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private CanonicalOrder() {}

  /**
   * Puts the rows of a matrix in this order, in place; needs 12 more bytes a row while it runs.
   *
   * @return for each row of the result, its place before
   */
  public static int[] apply(Matrix matrix) {
    int rows = matrix.rows();
    int width = matrix.columns();
    float[] values = matrix.values();
    // The upper bits of a key are of the hash, the lower ones hold the row.
    int rowBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, rows - 1));
    long rowMask = (1L << rowBits) - 1;
    long[] keys = new long[rows];
    RowParts.run(
        rows,
        4L * width,
        (part, from, to) -> {
          for (int row = from; row < to; row++) {
            keys[row] = (hash(values, row * width, width) & ~rowMask) | row;
          }
        });
    Arrays.parallelSort(keys);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = (int) (keys[i] & rowMask);
    }
    for (int from = 0; from < rows; ) {
      int to = from + 1;
      while (to < rows && (keys[to] & ~rowMask) == (keys[from] & ~rowMask)) {
        to++;
      }
      sortByValues(order, from, to, values, width);
      from = to;
    }
    permute(values, width, order);
    return order;
  }

  private static long hash(float[] values, int start, int width) {
    long hash = SEED;
    for (int i = start; i < start + width; i++) {
      hash = (hash ^ Float.floatToIntBits(values[i])) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 32;
    }
    hash *= 0x94D049BB133111EBL;
    return hash ^ hash >>> 31;
  }

  private static void sortByValues(int[] order, int from, int to, float[] values, int width) {
    boolean equal = true;
    for (int i = from + 1; i < to && equal; i++) {
      equal = compare(values, width, order[from], order[i]) == 0;
    }
    if (!equal) {
      int[] sorted =
          IntStream.range(from, to)
              .mapToObj(i -> order[i])
              .sorted((a, b) -> compare(values, width, a, b))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, order, from, sorted.length);
    }
  }

  private static int compare(float[] values, int width, int a, int b) {
    return Arrays.compare(
        values, a * width, a * width + width, values, b * width, b * width + width);
  }

  /** Moves the rows along the cycles of the permutation. */
  private static void permute(float[] values, int width, int[] order) {
    boolean[] moved = new boolean[order.length];
    float[] first = new float[width];
    for (int start = 0; start < order.length; start++) {
      if (moved[start] || order[start] == start) {
        continue;
      }
      System.arraycopy(values, start * width, first, 0, width);
      int to = start;
      for (int from = order[to]; from != start; from = order[to]) {
        System.arraycopy(values, from * width, values, to * width, width);
        moved[to] = true;
        to = from;
      }
      System.arraycopy(first, 0, values, to * width, width);
      moved[to] = true;
    }
  }
}
