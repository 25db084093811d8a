package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import org.sqlflow.models.training.Mergeable;

/**
 * The sums over some rows for each group of a mixture, measured from the group's mean, so that
 * small differences keep their digits far from the origin.
 */
final class MixtureSums implements Mergeable<MixtureSums> {
  /** Rows of each group, in shares. */
  final double[] weights;

  /** {@code groups x width}: sums of the rows' differences from the group's mean. */
  final double[] moves;

  /** As {@link Mixture#factors}: sums of the products of these differences. */
  final double[] products;

  double logLikelihood;
  long changed;

  MixtureSums(Mixture mixture) {
    this.weights = new double[mixture.groups()];
    this.moves = new double[mixture.means().length];
    this.products = new double[mixture.factors().length];
  }

  @Override
  public void merge(MixtureSums next) {
    Arrays.setAll(weights, j -> weights[j] + next.weights[j]);
    Arrays.setAll(moves, at -> moves[at] + next.moves[at]);
    Arrays.setAll(products, at -> products[at] + next.products[at]);
    logLikelihood += next.logLikelihood;
    changed += next.changed;
  }

  /**
   * The mixture that makes these rows most likely (the M step).
   *
   * @param from the mixture from whose means the sums are measured
   * @param regularization for each feature what is added to its variance
   */
  Mixture mixture(Mixture from, double[] regularization) {
    int width = from.width();
    int groups = from.groups();
    double rows = Arrays.stream(weights).sum();
    double[] shares = new double[groups];
    double[] means = from.means().clone();
    double[] moved = new double[means.length];
    for (int j = 0; j < groups; j++) {
      shares[j] = Math.max(weights[j], LEAST) / rows;
      for (int c = 0; c < width; c++) {
        int at = j * width + c;
        moved[at] = moves[at] / Math.max(weights[j], LEAST);
        means[at] += moved[at];
      }
    }
    double[] covariances = products.clone();
    if (from.covariance() == Covariance.TIED) {
      for (int j = 0; j < groups; j++) {
        subtract(covariances, 0, moved, j, width, weights[j], false);
      }
      divide(covariances, 0, covariances.length, rows);
    } else {
      int size = from.covariance().size(width);
      boolean diagonal = from.covariance() == Covariance.DIAGONAL;
      for (int j = 0; j < groups; j++) {
        subtract(covariances, j * size, moved, j, width, weights[j], diagonal);
        divide(covariances, j * size, size, Math.max(weights[j], LEAST));
      }
    }
    double[] factors =
        Factors.of(covariances, from.covariance().size(width), width, regularization);
    return new Mixture(from.covariance(), width, shares, means, factors);
  }

  /** A group without rows must not divide by 0. */
  private static final double LEAST = 10 * Math.ulp(1.0);

  /** Moves the origin of a group's products to its new mean. */
  private static void subtract(
      double[] products,
      int from,
      double[] moved,
      int group,
      int width,
      double weight,
      boolean diagonal) {
    int at = from;
    for (int a = 0; a < width; a++) {
      for (int b = diagonal ? a : 0; b <= a; b++, at++) {
        products[at] -= weight * moved[group * width + a] * moved[group * width + b];
      }
    }
  }

  private static void divide(double[] values, int from, int count, double by) {
    for (int at = from; at < from + count; at++) {
      values[at] /= by;
    }
  }
}
