package org.sqlflow.models.clustering.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Blas;
import org.sqlflow.math.EqualRows;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.RowSample;
import org.sqlflow.math.UnimodalColumn;
import org.sqlflow.models.metrics.NeighbourAgreement;

/**
 * As many rows as a table has, but without groups, to compare its rows with. There are three kinds,
 * since k-means finds "groups" in all of them, and each is the worst case for some tables:
 *
 * <ul>
 *   <li>evenly spread within the range of each column (the first reference of Tibshirani, Walther
 *       and Hastie 2001);
 *   <li>one normal distribution with the rows' covariance;
 *   <li>rows whose columns have one peak each and otherwise the table's own distributions, skew and
 *       few different values included, correlated as the rows are (a Gaussian copula of the ranks).
 *       Columns of two values are drawn independently of all others: if they go together, that is a
 *       group.
 * </ul>
 *
 * <p>A table that consists of copies of fewer rows is compared with reference rows that are copied
 * as often: a copy adds no information, and the scores of as many different rows would vary less by
 * chance. Rows that are equal because their columns have few different values, such as ratings, do
 * not count as copies: the third kind has them anyway.
 */
public final class ReferenceRows {
  /**
   * A single column of more different values is a count or a measure, and its values are not
   * groups.
   */
  private static final int FEW_VALUES = 5;

  /** A table may consist of copies if its different rows are less than this part of its rows, */
  private static final double MOST_DIFFERENT = 0.9;

  /** if random rows of the same shapes have more different ones by this factor, */
  private static final double FEWER = 1.25;

  /** and if this part of the pairs of rows that are equal in one column are equal in all. */
  private static final double WHOLE = 0.5;

  private final Matrix rows;
  private final EqualRows equal;
  private final boolean isOfCopies;
  private final double[][] columns;
  private final double[][] sorted;
  private final SplittableRandom random;

  /** The shape of each column, and the rows' ranks; made for the first draw, equal for all. */
  private final List<UnimodalColumn> shapes = new ArrayList<>();

  private float[] ranks = new float[0];

  /** Prepares reference rows for some rows. */
  public ReferenceRows(Matrix rows, long seed) {
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
    this.equal = EqualRows.of(rows);
    this.isOfCopies =
        equal.count() > NeighbourAgreement.FEW
            && equal.count() < MOST_DIFFERENT * rows.rows()
            && pairs(equal) > WHOLE * pairsOfAColumn()
            && FEWER * equal.count() < EqualRows.of(ofOwnShapes(ReferenceRows::evenShares)).count();
  }

  /** How many ordered pairs of rows are equal. */
  private static long pairs(EqualRows rows) {
    long[] sizes = new long[rows.count()];
    Arrays.stream(rows.kinds()).forEach(kind -> sizes[kind]++);
    return Arrays.stream(sizes).map(size -> size * (size - 1)).sum();
  }

  /** How many ordered pairs are equal in the column that has the fewest of them. */
  private long pairsOfAColumn() {
    return IntStream.range(0, columns.length)
        .mapToLong(
            c -> {
              float[] values = new float[rows.rows()];
              for (int row = 0; row < values.length; row++) {
                values[row] = rows.at(row, c);
              }
              return pairs(EqualRows.of(new Matrix(values.length, 1, values)));
            })
        .min()
        .orElse(0);
  }

  /**
   * Whether there are only a few different rows, each of which may be a group: then rows of the
   * same shapes may have the same values, and so the same groups. With a single column they always
   * do; with several columns they may if these are correlated. If most combinations of the values
   * occur, the columns are counts or marks, and the combinations are not groups.
   */
  public boolean isFewDifferentRows() {
    long combinations = 1;
    for (double[] column : sorted) {
      combinations =
          Math.min(Integer.MAX_VALUE, combinations * Arrays.stream(column).distinct().count());
    }
    return equal.count() <= FEW_VALUES
        && (columns.length == 1 || 2 * equal.count() <= combinations);
  }

  /** Evenly spread rows. */
  public Matrix even() {
    return repeated(evenOnes());
  }

  /** Normal rows with the same means and covariance. */
  public Matrix normal() {
    return repeated(normalOnes());
  }

  /** Rows whose columns have one peak each; every draw has the same values in each column. */
  public Matrix ownShapes() {
    return repeated(ofOwnShapes(ReferenceRows::evenShares));
  }

  /**
   * The same with values that are drawn from these distributions, as if other rows had been
   * measured. A long tail is clumpy by chance, and in each draw elsewhere: if draws are compared by
   * their deviation, evenly spaced values would make these clumps look like groups.
   */
  public Matrix drawnShapes() {
    return repeated(ofOwnShapes(count -> random.doubles(count).sorted().toArray()));
  }

  private static double[] evenShares(int count) {
    return IntStream.range(0, count).mapToDouble(rank -> (rank + 0.5) / count).toArray();
  }

  /** The drawn rows, or the first of them, each repeated as the rows of the table are. */
  private Matrix repeated(Matrix drawn) {
    return isOfCopies ? RowSample.take(drawn, equal.kinds()) : drawn;
  }

  private Matrix evenOnes() {
    float[] values = new float[rows.values().length];
    for (int at = 0; at < values.length; at++) {
      double[] column = sorted[at % columns.length];
      double least = column[0];
      values[at] = (float) (least + random.nextDouble() * (column[column.length - 1] - least));
    }
    return new Matrix(rows.rows(), rows.columns(), values);
  }

  private Matrix normalOnes() {
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

  /**
   * Rows of the third kind.
   *
   * @param shares ascending, of the values of a column: as many as there are rows, from 0 to 1
   */
  private Matrix ofOwnShapes(IntFunction<double[]> shares) {
    int width = columns.length;
    int count = rows.rows();
    if (shapes.isEmpty()) {
      ranks = new float[count * width];
      for (int c = 0; c < width; c++) {
        normalRanks(columns[c], ranks, c);
        shapes.add(UnimodalColumn.of(sorted[c]));
      }
    }
    float[] mixed = mixed(ranks);
    float[] values = new float[count * width];
    for (int c = 0; c < width; c++) {
      UnimodalColumn shape = shapes.get(c);
      double[] places = new double[count];
      for (int row = 0; row < count; row++) {
        places[row] = shape.places() == 2 ? random.nextDouble() : mixed[row * width + c];
      }
      int[] order = order(places);
      double[] own = shares.apply(count);
      for (int rank = 0; rank < count; rank++) {
        values[order[rank] * width + c] = (float) shape.quantile(own[rank]);
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

  /** The places of the values in ascending order; those of equal ones in their order. */
  private static int[] order(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    int[] first = new int[values.length];
    for (int i = 1; i < first.length; i++) {
      first[i] = Double.compare(ascending[i], ascending[i - 1]) == 0 ? first[i - 1] : i;
    }
    int[] placed = new int[values.length];
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      int of = first[Arrays.binarySearch(ascending, values[i])];
      order[of + placed[of]++] = i;
    }
    return order;
  }

  /** Tukey's approximation by the lambda distribution, off by less than .01 within 3 deviations. */
  private static double normalQuantile(double share) {
    return 4.91 * (Math.pow(share, 0.14) - Math.pow(1 - share, 0.14));
  }
}
