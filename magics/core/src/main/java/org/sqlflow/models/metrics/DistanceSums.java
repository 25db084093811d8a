package org.sqlflow.models.metrics;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Blas;
import org.sqlflow.math.Distances;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;

/**
 * Sums of the Euclidean distances of rows to the rows of each group. The distances come from matrix
 * products, {@code |x - y|^2 = |x|^2 + |y|^2 - 2 x y}: {@code 2 · rows^2 · width} operations, and
 * some passes over blocks of the {@code rows^2} distances, which stay in the cache.
 *
 * <p>Such a distance loses digits where it is small compared with the rows' distance from the
 * origin: so the origin moves to the group whose rows are computed, and where a distance is small
 * even then it is computed from the differences.
 */
final class DistanceSums implements AutoCloseable {
  /**
   * How many rows a product has, and how many it is multiplied with ({@code BLOCK}): the results
   * stay in the cache.
   */
  static final int TILE = 32;

  private static final int BLOCK = 512;

  /** Below this part of {@code |x|^2 + |y|^2} a squared distance has lost more than two digits. */
  private static final float NEAR = 1f / 64;

  private final Matrix rows;
  private final int[] groupStarts;
  private final NativeFloats moved;
  private final float[] squares;

  /**
   * Sums for rows in the order of their groups.
   *
   * @param groupStarts the first row of each group, and the number of rows
   */
  DistanceSums(Matrix rows, int[] groupStarts) {
    this.rows = rows;
    this.groupStarts = groupStarts;
    this.moved = NativeFloats.allocate(rows.values().length);
    this.squares = new float[rows.rows()];
  }

  /** Moves the origin to a group's mean, before rows of the group are computed. */
  void moveTo(int group) {
    Blas.useCallingThread();
    float[] mean = mean(group);
    int blocks = (rows.rows() + BLOCK - 1) / BLOCK;
    Parallel.run(rows.values().length, blocks, block -> move(block * BLOCK, mean));
  }

  private float[] mean(int group) {
    int width = rows.columns();
    double[] sums = new double[width];
    for (int row = groupStarts[group]; row < groupStarts[group + 1]; row++) {
      for (int c = 0; c < width; c++) {
        sums[c] += rows.at(row, c);
      }
    }
    float[] mean = new float[width];
    for (int c = 0; c < width; c++) {
      mean[c] = (float) (sums[c] / (groupStarts[group + 1] - groupStarts[group]));
    }
    return mean;
  }

  private void move(int from, float[] origin) {
    int width = origin.length;
    int count = Math.min(BLOCK, rows.rows() - from);
    float[] values = new float[count * width];
    for (int i = 0, at = 0; i < count; i++) {
      double square = 0;
      for (int c = 0; c < width; c++, at++) {
        values[at] = rows.values()[from * width + at] - origin[c];
        square += (double) values[at] * values[at];
      }
      squares[from + i] = (float) square;
    }
    moved.buffer().put(from * width, values);
  }

  /**
   * For rows of the group that the origin moved to, {@link #TILE} at most: the sum of each row's
   * distances to the rows of each group.
   */
  double[][] of(int from, int count) {
    int width = rows.columns();
    double[][] sums = new double[count][groupStarts.length - 1];
    float[] line = new float[BLOCK];
    NativeFloats own = moved.slice((long) from * width, (long) count * width);
    try (NativeFloats products = NativeFloats.allocate((long) BLOCK * count)) {
      for (int other = 0; other < rows.rows(); other += BLOCK) {
        int others = Math.min(BLOCK, rows.rows() - other);
        NativeFloats met = moved.slice((long) other * width, (long) others * width);
        Blas.transposedTimes(met, own, products, others, count, width);
        for (int i = 0; i < count; i++) {
          products.buffer().get(i * others, line, 0, others);
          distances(from + i, other, others, line);
          addUp(line, other, others, sums[i]);
        }
      }
    }
    return sums;
  }

  /** Turns the products of a row with others into its distances. */
  private void distances(int row, int other, int count, float[] line) {
    float square = squares[row];
    for (int i = 0; i < count; i++) {
      line[i] = square + squares[other + i] - 2 * line[i];
    }
    for (int i = 0; i < count; i++) {
      if (line[i] < NEAR * (square + squares[other + i])) {
        line[i] = exactSquare(row, other + i);
      }
    }
    for (int i = 0; i < count; i++) {
      line[i] = (float) Math.sqrt(line[i]);
    }
  }

  private float exactSquare(int row, int other) {
    int width = rows.columns();
    return (float)
        Distances.squared(rows.values(), row * width, rows.values(), other * width, width);
  }

  private void addUp(float[] distances, int first, int count, double[] sums) {
    int group = Arrays.binarySearch(groupStarts, first);
    group = group < 0 ? -group - 2 : group;
    for (int from = first; from < first + count; group++) {
      int to = Math.min(first + count, groupStarts[group + 1]);
      sums[group] += sum(distances, from - first, to - first);
      from = to;
    }
  }

  /** A sum in four independent parts, which the processor computes at the same time. */
  private static double sum(float[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int at = from;
    for (; at + 3 < to; at += 4) {
      a += values[at];
      b += values[at + 1];
      c += values[at + 2];
      d += values[at + 3];
    }
    for (; at < to; at++) {
      a += values[at];
    }
    return a + b + c + d;
  }

  @Override
  public void close() {
    moved.close();
  }
}
