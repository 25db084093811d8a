package org.sqlflow.models.clustering.mixture;

/**
 * Information criteria of a mixture: its log-likelihood against the number of its free parameters.
 * Lower is better.
 *
 * @param bic Schwarz 1978
 * @param aic Akaike 1974
 */
record Criteria(double bic, double aic) {
  static final String LOG_LIKELIHOOD = "log-likelihood of a row";
  static final String BIC = "BIC";
  static final String AIC = "AIC";

  /** The criteria of a mixture, from the mean log-likelihood of its rows. */
  static Criteria of(Mixture mixture, double logLikelihood, long rows) {
    double fit = -2 * logLikelihood * rows;
    long parameters = mixture.covariance().parameters(mixture.groups(), mixture.width());
    return new Criteria(fit + parameters * Math.log(rows), fit + 2.0 * parameters);
  }
}
