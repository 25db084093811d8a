package org.sqlflow.models.regression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.models.metrics.NamedMetric;

/**
 * Scores of a regression, as scikit-learn defines them. R2 of a label that is the same in all rows
 * is not defined here; scikit-learn gives 1 if all predictions are right, else 0.
 */
public enum NumberMetric implements NamedMetric {
  RMSE("RMSE", false, "RootMeanSquaredError", "root_mean_squared_error"),
  MAE("MAE", false, "MeanAbsoluteError", "mean_absolute_error"),
  MSE("MSE", false, "MeanSquaredError", "mean_squared_error"),
  MAPE("MAPE", false, "MeanAbsolutePercentageError", "mean_absolute_percentage_error"),
  R2("R2", true, "r2_score");

  private final String title;
  private final boolean higherIsBetter;
  private final List<String> others;

  NumberMetric(String title, boolean higherIsBetter, String... others) {
    this.title = title;
    this.higherIsBetter = higherIsBetter;
    this.others = List.of(others);
  }

  /** The name in reports. */
  public String title() {
    return title;
  }

  @Override
  public String word() {
    return title.toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> others() {
    return others;
  }

  /** Whether higher is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The metric of a name that this library, SQLFlow, scikit-learn or xgboost has for it. */
  public static Optional<NumberMetric> named(String word) {
    return NamedMetric.named(values(), word);
  }

  /** All words that {@link #named} knows. */
  public static List<String> words() {
    return NamedMetric.words(values());
  }

  /**
   * The score.
   *
   * @param actual rows with NaN do not count
   * @return NaN where it is not defined
   */
  public double of(double[] actual, double[] predicted) {
    double sum = 0;
    double mean = 0;
    long rows = 0;
    for (int row = 0; row < actual.length; row++) {
      if (Double.isFinite(actual[row])) {
        double error = predicted[row] - actual[row];
        rows++;
        mean += (actual[row] - mean) / rows;
        sum +=
            switch (this) {
              case MAE -> Math.abs(error);
              case MAPE -> Math.abs(error) / Math.max(Math.ulp(1.0), Math.abs(actual[row]));
              default -> error * error;
            };
      }
    }
    if (rows == 0) {
      return Double.NaN;
    }
    if (this != R2) {
      return this == RMSE ? Math.sqrt(sum / rows) : sum / rows;
    }
    double spread = 0;
    for (double value : actual) {
      spread += Double.isFinite(value) ? (value - mean) * (value - mean) : 0;
    }
    return spread == 0 ? Double.NaN : 1 - sum / spread;
  }
}
