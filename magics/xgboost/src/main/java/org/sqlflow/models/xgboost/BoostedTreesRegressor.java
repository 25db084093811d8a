package org.sqlflow.models.xgboost;

import java.util.Optional;
import org.sqlflow.models.Task;

/** {@code BoostedTreesRegressor}: boosted trees of numbers. */
public final class BoostedTreesRegressor extends XgboostEstimator {
  /** Made by ServiceLoader. */
  public BoostedTreesRegressor() {
    this(Optional.of(Task.REGRESSION));
  }

  private BoostedTreesRegressor(Optional<Task> task) {
    super("BoostedTreesRegressor", "gbtree", task);
  }

  @Override
  XgboostEstimator of(Task decided) {
    return new BoostedTreesRegressor(Optional.of(decided));
  }

  @Override
  public String summary() {
    return "Gradient-boosted trees that predict the label, a number.";
  }
}
