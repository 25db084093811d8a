package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.centres.KMeans;

/**
 * Fits mixtures of normal distributions by expectation maximization (Dempster, Laird and Rubin
 * 1977), each start from its own k-means; the likeliest mixture is kept. Float32 rows, all else
 * float64.
 */
final class ExpectationMaximization {
  private final Matrix rows;
  private final Settings settings;
  private final double[] regularization;
  private final CancellationCheck cancellation;
  private final Follower follower;

  private ExpectationMaximization(
      Matrix rows, Settings settings, CancellationCheck cancellation, Follower follower) {
    this.rows = rows;
    this.settings = settings;
    this.regularization = regularization(rows, settings.regularization());
    this.cancellation = cancellation;
    this.follower = follower;
  }

  /**
   * How to search.
   *
   * @param tolerance a start ends when the mean log-likelihood of a row grows by less
   * @param regularization what is added to each feature's variance within a group, as a share of
   *     its variance over all rows
   */
  record Settings(
      int groups,
      Covariance covariance,
      int starts,
      int mostIterations,
      double tolerance,
      double regularization) {}

  /**
   * A mixture and how well it fits.
   *
   * @param groups the likeliest group of each row
   * @param logLikelihood the mean of the rows' log-densities
   * @param start from 1
   * @param iteration from 1 within its start
   * @param changedShare share of rows that changed group, from 0 to 1
   * @param settled whether the start ended before the maximum number of iterations
   */
  record Fit(
      Mixture mixture,
      int[] groups,
      double logLikelihood,
      int start,
      int iteration,
      double changedShare,
      boolean settled) {}

  /** Receives each iteration, on the calling thread; the groups change in the next one. */
  interface Follower {
    void on(Fit iteration);
  }

  /**
   * The likeliest mixture of several starts.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static Fit fit(
      Matrix rows,
      Settings settings,
      long seed,
      CancellationCheck cancellation,
      Follower follower) {
    ExpectationMaximization search =
        new ExpectationMaximization(rows, settings, cancellation, follower);
    SplittableRandom seeds = new SplittableRandom(seed);
    Fit best = search.from(seeds.nextLong(), 1);
    for (int start = 2; start <= settings.starts(); start++) {
      Fit next = search.from(seeds.nextLong(), start);
      best = next.logLikelihood() > best.logLikelihood() ? next : best;
    }
    return best;
  }

  private Fit from(long seed, int start) {
    KMeans.Clustering kMeans = KMeans.fit(rows, settings.groups(), 1, seed, cancellation);
    return climb(kMeans.groups(), kMeans.centres(), start);
  }

  /** EM from given groups. */
  private Fit climb(int[] groups, float[] centres, int start) {
    Mixture mixture = blank(centres);
    MixtureParts parts = MixtureParts.of(rows, mixture);
    mixture = parts.assigned(mixture, groups).mixture(mixture, regularization);
    double before = Double.NEGATIVE_INFINITY;
    for (int iteration = 1; ; iteration++) {
      cancellation.checkCancelled();
      MixtureSums sums = parts.expected(mixture, groups);
      double logLikelihood = sums.logLikelihood / rows.rows();
      boolean settled = Math.abs(logLikelihood - before) < settings.tolerance();
      double changed = (double) sums.changed / rows.rows();
      Fit fit = new Fit(mixture, groups, logLikelihood, start, iteration, changed, settled);
      follower.on(fit);
      if (settled || iteration >= settings.mostIterations()) {
        return fit;
      }
      before = logLikelihood;
      mixture = sums.mixture(mixture, regularization);
    }
  }

  /** A mixture of which only the means are used. */
  private Mixture blank(float[] centres) {
    int width = rows.columns();
    Covariance covariance = settings.covariance();
    double[] weights = new double[settings.groups()];
    double[] means = new double[centres.length];
    Arrays.fill(weights, 1.0 / weights.length);
    Arrays.setAll(means, at -> centres[at]);
    int size = covariance.factors(weights.length) * covariance.size(width);
    return new Mixture(covariance, width, weights, means, new double[size]);
  }

  /** A share of each feature's variance; of 1 for a feature that never varies. */
  private static double[] regularization(Matrix rows, double share) {
    int width = rows.columns();
    double[] means = new double[width];
    double[] squares = new double[width];
    for (int row = 0; row < rows.rows(); row++) {
      for (int c = 0; c < width; c++) {
        double value = rows.values()[row * width + c];
        double difference = value - means[c];
        means[c] += difference / (row + 1);
        squares[c] += difference * (value - means[c]);
      }
    }
    return Arrays.stream(squares)
        .map(square -> share * (square > 0 ? square / rows.rows() : 1))
        .toArray();
  }
}
