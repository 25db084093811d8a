package org.sqlflow.models.xgboost;

import java.util.List;
import java.util.stream.Stream;

/**
 * A score that XGBoost computes after each round.
 *
 * @param name XGBoost's
 * @param title in reports
 * @param higherIsBetter else lower is
 * @param isShare whether it is the share of wrong rows, which is shown as that of right ones
 */
record Metric(String name, String title, boolean higherIsBetter, boolean isShare) {
  private static final String ERROR = "error";
  private static final String MULTI_ERROR = "merror";

  private static final List<String> OF_CLASSES =
      List.of(
          "logloss",
          ERROR,
          MULTI_ERROR,
          "mlogloss",
          "auc",
          "aucpr",
          "accuracy_score",
          "roc_auc_score");

  private static final List<String> OF_NUMBERS =
      List.of(
          "rmse",
          "rmsle",
          "mae",
          "mape",
          "mphe",
          "poisson-nloglik",
          "gamma-deviance",
          "mean_absolute_error",
          "mean_squared_error");

  /** The words of {@code eval_metric}. */
  static List<String> words() {
    return Stream.concat(OF_NUMBERS.stream(), OF_CLASSES.stream()).toList();
  }

  /** The words for a task. */
  static List<String> words(boolean isOfClasses) {
    return isOfClasses ? OF_CLASSES : OF_NUMBERS;
  }

  /**
   * The metric of a word.
   *
   * @param classes how many; 0 for numbers
   */
  static Metric of(String word, int classes) {
    return switch (word) {
      case "accuracy_score", ERROR, MULTI_ERROR ->
          new Metric(classes > 2 ? MULTI_ERROR : ERROR, "accuracy", false, true);
      case "logloss", "mlogloss" ->
          new Metric(classes > 2 ? "mlogloss" : "logloss", "log loss", false, false);
      case "roc_auc_score", "auc" -> new Metric("auc", "AUC", true, false);
      case "aucpr" -> new Metric("aucpr", "AUC of precision and recall", true, false);
      case "mean_absolute_error", "mae" -> new Metric("mae", "MAE", false, false);
      case "mean_squared_error", "rmse" -> new Metric("rmse", "RMSE", false, false);
      default -> new Metric(word, word, false, false);
    };
  }

  /** The metric of an objective, where {@code eval_metric} is not set. */
  static Metric usual(String objective, int classes) {
    return classes > 0
        ? of("logloss", classes)
        : of(objective.equals("reg:absoluteerror") ? "mae" : "rmse", classes);
  }

  /** Whether a value is better than another. */
  boolean isBetter(double value, double than) {
    return higherIsBetter ? value > than : value < than;
  }

  /** A value as it is shown. */
  double shown(double value) {
    return isShare ? 1 - value : value;
  }
}
