package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;

/**
 * A mixture that is fitted for comparison only.
 *
 * @param groups the likeliest group of each row, from 0
 * @param covariance as {@code model.covariance} says it
 * @param bic Schwarz 1978, lower is better
 */
@SuppressWarnings("ArrayRecordComponent")
public record MixtureTrial(int[] groups, String covariance, double bic) {
  /** The attributes that a trial chooses, as the estimator names them. */
  public static final String COVARIANCE = GaussianMixtureEstimator.COVARIANCE;

  public static final String REGULARIZATION = GaussianMixtureEstimator.REGULARIZATION;

  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-3;

  /** Numbers of all covariances; more are slow to try and need more rows than a trial has. */
  private static final long MOST_VALUES = 1 << 18;

  /**
   * The best by BIC of the mixtures with each shape of groups (Fraley and Raftery 2002); empty if
   * none has covariances small enough to try.
   *
   * @param regularization see {@code model.regularization}
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static Optional<MixtureTrial> best(
      Matrix rows,
      int clusters,
      int starts,
      double regularization,
      long seed,
      CancellationCheck cancellation) {
    return Arrays.stream(Covariance.values())
        .filter(shape -> values(shape, clusters, rows.columns()) <= MOST_VALUES)
        .map(shape -> of(rows, clusters, shape.word(), starts, regularization, seed, cancellation))
        .min(Comparator.comparingDouble(MixtureTrial::bic));
  }

  private static long values(Covariance shape, int clusters, long width) {
    return (shape == Covariance.DIAGONAL ? width : width * (width + 1) / 2)
        * shape.factors(clusters);
  }

  /** A mixture with groups of a given shape. */
  public static MixtureTrial of(
      Matrix rows,
      int clusters,
      String covariance,
      int starts,
      double regularization,
      long seed,
      CancellationCheck cancellation) {
    ExpectationMaximization.Settings settings =
        new ExpectationMaximization.Settings(
            clusters,
            Covariance.of(covariance),
            starts,
            MOST_ITERATIONS,
            TOLERANCE,
            regularization);
    ExpectationMaximization.Fit fit =
        ExpectationMaximization.fit(rows, settings, seed, cancellation, iteration -> {});
    return new MixtureTrial(
        fit.groups(),
        covariance,
        Criteria.of(fit.mixture(), fit.logLikelihood(), rows.rows()).bic());
  }
}
