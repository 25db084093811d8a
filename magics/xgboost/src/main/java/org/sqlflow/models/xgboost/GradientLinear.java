package org.sqlflow.models.xgboost;

import java.util.Optional;
import org.sqlflow.models.Task;

/** {@code xgboost.gblinear}: boosted linear models. */
public final class GradientLinear extends XgboostEstimator {
  /** Made by ServiceLoader. */
  public GradientLinear() {
    this(Optional.empty());
  }

  private GradientLinear(Optional<Task> task) {
    super("xgboost.gblinear", "gblinear", task);
  }

  @Override
  XgboostEstimator of(Task decided) {
    return new GradientLinear(Optional.of(decided));
  }

  @Override
  public String summary() {
    return "A linear model of classes or numbers, boosted by coordinate descent.";
  }
}
