package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;

/**
 * Rows minus a central point, in blocks of native memory. Distances from matrix products lose
 * digits with the distance from the origin, so the origin moves to the rows.
 *
 * <p>Work on them is cut into parts that depend on the number of rows alone: what is summed over
 * the parts in their order is the same on one thread and on many.
 *
 * @param midst what was subtracted from each row
 * @param blocks row by row, as BLAS reads them, or column by column
 * @param byColumn whether the blocks are column by column
 * @param lengths of each row, Euclidean
 * @param sums of each column
 * @param squares the sum of all squares
 */
public record CentredRows(
    Matrix rows,
    float[] midst,
    NativeFloats[] blocks,
    boolean byColumn,
    float[] lengths,
    double[] sums,
    double squares)
    implements AutoCloseable {
  /** Rows of a matrix product, few enough that its results stay in the cache. */
  public static final int BLOCK = 1024;

  private static final int MOST_PARTS = 16;

  /** How many rows the medians of the columns are computed from. */
  private static final int SAMPLE = 255;

  /**
   * Rows of at most so many columns are copied column by column for {@link CentreTerms}: its loops
   * are faster than the call of BLAS there.
   */
  private static final int NARROW = 64;

  /** Copies rows, row by row; {@link #close} frees the memory. */
  public static CentredRows of(Matrix rows) {
    return of(rows, false);
  }

  /** The same for {@link CentreTerms}. */
  public static CentredRows forCentres(Matrix rows) {
    return of(rows, rows.columns() <= NARROW);
  }

  private static CentredRows of(Matrix rows, boolean byColumn) {
    int width = rows.columns();
    NativeFloats[] blocks = new NativeFloats[blocks(rows.rows())];
    float[] lengths = new float[rows.rows()];
    float[] midst = medians(rows);
    double[][] partSums = new double[parts(rows.rows())][width + 1];
    Parallel.run(
        rows.values().length,
        partSums.length,
        part -> {
          for (int block = firstBlock(part, rows.rows());
              block < firstBlock(part + 1, rows.rows());
              block++) {
            blocks[block] = centred(rows, block, midst, byColumn, lengths, partSums[part]);
          }
        });
    double[] sums = sum(partSums);
    return new CentredRows(
        rows, midst, blocks, byColumn, lengths, Arrays.copyOf(sums, width), sums[width]);
  }

  /** Sums arrays in their order. */
  public static double[] sum(double[][] parts) {
    double[] sums = parts[0].clone();
    for (int part = 1; part < parts.length; part++) {
      for (int at = 0; at < sums.length; at++) {
        sums[at] += parts[part][at];
      }
    }
    return sums;
  }

  /** The median of each column's sample, which a few rows far away do not move. */
  private static float[] medians(Matrix rows) {
    int count = Math.min(SAMPLE, rows.rows());
    float[] medians = new float[rows.columns()];
    float[] column = new float[count];
    for (int c = 0; c < medians.length; c++) {
      for (int i = 0; i < count; i++) {
        column[i] = rows.at((int) ((long) i * rows.rows() / count), c);
      }
      Arrays.sort(column);
      medians[c] = column[count / 2];
    }
    return medians;
  }

  private static NativeFloats centred(
      Matrix rows, int block, float[] midst, boolean byColumn, float[] lengths, double[] sums) {
    int width = midst.length;
    int from = block * BLOCK;
    int to = Math.min(rows.rows(), from + BLOCK);
    float[] values = new float[(to - from) * width];
    int stepOfRow = byColumn ? 1 : width;
    int stepOfColumn = byColumn ? to - from : 1;
    for (int row = from; row < to; row++) {
      double squares = 0;
      int at = (row - from) * stepOfRow;
      for (int c = 0; c < width; c++, at += stepOfColumn) {
        float value = rows.values()[row * width + c] - midst[c];
        values[at] = value;
        sums[c] += value;
        squares += (double) value * value;
      }
      lengths[row] = (float) Math.sqrt(squares);
      sums[width] += squares;
    }
    NativeFloats copy = NativeFloats.allocate(values.length);
    copy.buffer().put(0, values);
    return copy;
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) / BLOCK;
  }

  private static int parts(int rows) {
    return Math.max(1, Math.min(MOST_PARTS, blocks(rows)));
  }

  private static int firstBlock(int part, int rows) {
    return (int) ((long) blocks(rows) * part / parts(rows));
  }

  public int parts() {
    return parts(rows.rows());
  }

  /** The first block of a part; that of the part after the last ends the last. */
  public int firstBlock(int part) {
    return firstBlock(part, rows.rows());
  }

  /** How many rows a block has. */
  public int size(int block) {
    return Math.min(rows.rows() - block * BLOCK, BLOCK);
  }

  public int width() {
    return midst.length;
  }

  /** The mean of the columns' variances. */
  public double meanVariance() {
    double count = rows.rows();
    double ofMeans = Arrays.stream(sums).map(sum -> sum / count * (sum / count)).sum();
    return Math.max(0, (squares / count - ofMeans) / Math.max(1, width()));
  }

  /** The squared distance of a row to a point {@code values[at] …}, from the differences. */
  public double squaredDistance(int row, float[] point, int at) {
    return Distances.squared(rows.values(), row * width(), point, at, width());
  }

  @Override
  public void close() {
    IntStream.range(0, blocks.length).forEach(block -> blocks[block].close());
  }
}
