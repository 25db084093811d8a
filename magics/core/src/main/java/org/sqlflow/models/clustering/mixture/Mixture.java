package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import org.sqlflow.models.clustering.Clusters;

/**
 * A mixture of normal distributions.
 *
 * @param covariance the shape of the groups
 * @param width how many features there are
 * @param weights share of each group, all together 1
 * @param means {@code groups x width}, row-major
 * @param factors W for each group, or one for all: {@code W^T W} is the inverse of the covariance.
 *     A lower triangle by rows, or a diagonal
 */
record Mixture(
    Covariance covariance, int width, double[] weights, double[] means, double[] factors) {
  int groups() {
    return weights.length;
  }

  /** Where the factor of a group begins in {@link #factors}. */
  int factorAt(int group) {
    return covariance == Covariance.TIED ? 0 : group * covariance.size(width);
  }

  /**
   * The logarithm of a group's share times its density at its mean: {@code log w - (d log 2π + log
   * |Σ|) / 2}.
   */
  double logPeak(int group) {
    double logDeterminant = 0;
    int at = factorAt(group);
    for (int c = 0; c < width; c++) {
      at += covariance == Covariance.DIAGONAL || c == 0 ? 0 : c;
      logDeterminant += Math.log(factors[at + c]);
    }
    return Math.log(weights[group]) + logDeterminant - width * Math.log(2 * Math.PI) / 2;
  }

  /** The same with the groups from the largest to the smallest, equal ones in their order. */
  Mixture ordered(long[] sizes) {
    return ordered(Clusters.orderBySize(sizes));
  }

  /** The same with the groups in an order: for each number the group that gets it. */
  Mixture ordered(int[] order) {
    double[] orderedWeights = Arrays.stream(order).mapToDouble(group -> weights[group]).toArray();
    int size = covariance.size(width);
    double[] orderedFactors = factors.clone();
    double[] orderedMeans = new double[means.length];
    for (int number = 0; number < order.length; number++) {
      System.arraycopy(means, order[number] * width, orderedMeans, number * width, width);
      if (covariance != Covariance.TIED) {
        System.arraycopy(factors, order[number] * size, orderedFactors, number * size, size);
      }
    }
    return new Mixture(covariance, width, orderedWeights, orderedMeans, orderedFactors);
  }
}
