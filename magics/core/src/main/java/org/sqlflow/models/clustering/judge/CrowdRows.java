package org.sqlflow.models.clustering.judge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.UnimodalColumn;

/**
 * As many rows as there are, without groups. There are three kinds, since k-means finds "groups" in
 * all of them, and each is the worst case for some tables:
 *
 * <ul>
 *   <li>evenly spread within the range of each column (the first reference of Tibshirani, Walther
 *       and Hastie 2001);
 *   <li>one normal crowd with the rows' covariance;
 *   <li>one crowd whose columns have one peak each and otherwise the rows' own distributions, skew
 *       and few different values included, correlated as the rows are (a Gaussian copula of the
 *       ranks). Columns of two values are drawn independently of all others: if they go together,
 *       that is a group.
 * </ul>
 */
public final class CrowdRows {
  /** A single column of more different values is a count or a measure, and its values no groups. */
  private static final int FEW_VALUES = 5;

  private final Matrix rows;
  private final double[][] columns;
  private final double[][] sorted;
  private final SplittableRandom random;

  /** Prepares crowds that look like some rows. */
  public CrowdRows(Matrix rows, long seed) {
    this.rows = rows;
    this.columns = new double[rows.columns()][rows.rows()];
    this.sorted = new double[rows.columns()][];
    this.random = new SplittableRandom(seed);
    for (int c = 0; c < columns.length; c++) {
      for (int row = 0; row < rows.rows(); row++) {
        columns[c][row] = rows.at(row, c);
      }
      sorted[c] = columns[c].clone();
      Arrays.sort(sorted[c]);
    }
  }

  /**
   * Whether the rows are a single column of a few different values, each of them a group if it
   * stands apart: rows of its own shape have the same values, and so the same groups.
   */
  public boolean isOneColumnOfFewValues() {
    return columns.length == 1 && Arrays.stream(sorted[0]).distinct().count() <= FEW_VALUES;
  }

  /** Evenly spread rows. */
  public Matrix even() {
    float[] values = new float[rows.values().length];
    for (int at = 0; at < values.length; at++) {
      double[] column = sorted[at % columns.length];
      double least = column[0];
      values[at] = (float) (least + random.nextDouble() * (column[column.length - 1] - least));
    }
    return new Matrix(rows.rows(), rows.columns(), values);
  }

  /** Normal rows with the same means and covariance. */
  public Matrix normal() {
    float[] centred = new float[rows.values().length];
    double[] means = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      means[c] = Arrays.stream(columns[c]).average().orElse(0);
    }
    for (int at = 0; at < centred.length; at++) {
      int c = at % columns.length;
      centred[at] = (float) (rows.values()[at] - means[c]);
    }
    float[] mixed = mixed(centred);
    for (int at = 0; at < mixed.length; at++) {
      mixed[at] += (float) means[at % columns.length];
    }
    return new Matrix(rows.rows(), rows.columns(), mixed);
  }

  /** Rows whose columns have one peak each. */
  public Matrix ownShapes() {
    int width = columns.length;
    int count = rows.rows();
    float[] ranks = new float[count * width];
    for (int c = 0; c < width; c++) {
      normalRanks(columns[c], ranks, c);
    }
    float[] mixed = mixed(ranks);
    float[] values = new float[count * width];
    for (int c = 0; c < width; c++) {
      UnimodalColumn shape = UnimodalColumn.of(sorted[c]);
      double[] places = new double[count];
      for (int row = 0; row < count; row++) {
        places[row] = shape.places() == 2 ? random.nextDouble() : mixed[row * width + c];
      }
      int[] order = order(places);
      for (int rank = 0; rank < count; rank++) {
        values[order[rank] * width + c] = (float) shape.quantile((rank + 0.5) / count);
      }
    }
    return new Matrix(count, width, values);
  }

  /** Random normal mixtures of rows with mean 0: normal rows with their covariance. */
  private float[] mixed(float[] centred) {
    int count = rows.rows();
    int width = columns.length;
    float[] mixed = new float[centred.length];
    float[] weights = new float[count * count];
    double scale = 1 / Math.sqrt(count);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (scale * random.nextGaussian());
    }
    Blas.useCallingThread();
    try (NativeFloats own = NativeFloats.allocate(centred.length);
        NativeFloats drawn = NativeFloats.allocate(weights.length);
        NativeFloats product = NativeFloats.allocate(centred.length)) {
      own.buffer().put(0, centred);
      drawn.buffer().put(0, weights);
      // By columns these are width x count and count x count.
      Blas.times(own, drawn, product, width, count, count);
      product.buffer().get(0, mixed);
    }
    return mixed;
  }

  /**
   * Writes each value's rank as the value that a standard normal has there; equal ones share it.
   */
  private static void normalRanks(double[] column, float[] into, int at) {
    int[] order = order(column);
    int width = into.length / column.length;
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && column[order[to]] == column[order[from]]) {
        to++;
      }
      float normal = (float) normalQuantile((from + to) / 2.0 / order.length);
      for (int i = from; i < to; i++) {
        into[order[i] * width + at] = normal;
      }
      from = to;
    }
  }

  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Tukey's approximation by the lambda distribution, off by less than .01 within 3 deviations. */
  private static double normalQuantile(double share) {
    return 4.91 * (Math.pow(share, 0.14) - Math.pow(1 - share, 0.14));
  }
}
