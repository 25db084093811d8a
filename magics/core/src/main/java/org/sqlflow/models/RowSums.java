package org.sqlflow.models;

/**
 * Sums over all rows of a training that stay in a cluster; {@link TrainingSet#rows} is a sample of
 * them. Each method is a pass over the rows. The sums of the partitions of the rows are merged in
 * their order. Used by one thread.
 */
@SuppressWarnings("ArrayRecordComponent")
public interface RowSums {
  /** How many rows there are. */
  long rows();

  /** The same as an int, for reports; the largest int if there are more. */
  default int shownRows() {
    return (int) Math.min(Integer.MAX_VALUE, rows());
  }

  /**
   * Sums of the rows by their nearest centre, the first of equally near ones.
   *
   * @param centres {@code clusters x features}, row-major
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  GroupSums byNearest(float[] centres);

  /**
   * Sums of groups.
   *
   * @param origin what the rows are measured from; one number for each feature
   * @param counts rows of each group
   * @param sums {@code groups x features}, row-major: of the differences from the origin
   * @param squares of the distances of all rows from the origin
   */
  record GroupSums(double[] origin, long[] counts, double[] sums, double squares) {
    /** The sum of the squared distances of the rows to the centre of their group. */
    public double inertia(float[] centres) {
      int width = origin.length;
      double inertia = squares;
      for (int at = 0; at < sums.length; at++) {
        double centre = centres[at] - origin[at % width];
        inertia += centre * (counts[at / width] * centre - 2 * sums[at]);
      }
      return Math.max(0, inertia);
    }

    /** The mean variance of the features. */
    public double meanVariance() {
      int width = origin.length;
      double rows = 0;
      for (long count : counts) {
        rows += count;
      }
      double variance = squares / rows;
      for (int c = 0; c < width; c++) {
        double sum = 0;
        for (int at = c; at < sums.length; at += width) {
          sum += sums[at];
        }
        variance -= sum / rows * (sum / rows);
      }
      return Math.max(0, variance) / width;
    }
  }

  /**
   * Normal distributions, of which the logarithm of the share and the density of j at x is {@code
   * peaks[j] - |W_j (x - mu_j)|^2 / 2}.
   *
   * @param means {@code groups x features}, row-major
   * @param isDiagonal whether a W is the diagonal of a matrix, else a lower triangle by rows
   * @param factors W of each group, or one for all
   */
  record Normals(double[] peaks, double[] means, boolean isDiagonal, double[] factors) {}

  /**
   * Sums in which each row belongs to all groups, in shares by their likelihood.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  ShareSums byLikelihood(Normals normals);

  /**
   * Sums of groups to which rows belong in shares.
   *
   * @param origin what the rows are measured from; one number for each feature
   * @param weights sums of the shares of each group
   * @param likeliest rows of which the group is the likeliest
   * @param sums {@code groups x features}, row-major: of the differences from the origin
   * @param products {@code groups x size}: of the products of these differences, as a lower
   *     triangle by rows or as a diagonal
   * @param logLikelihood of all rows
   */
  record ShareSums(
      double[] origin,
      double[] weights,
      long[] likeliest,
      double[] sums,
      double[] products,
      double logLikelihood) {}

  /** How many passes there were so far. */
  int passes();
}
