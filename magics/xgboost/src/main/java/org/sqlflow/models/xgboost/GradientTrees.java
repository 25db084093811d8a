package org.sqlflow.models.xgboost;

import java.util.Optional;
import org.sqlflow.models.Task;

/** {@code xgboost.gbtree}: boosted trees. */
public final class GradientTrees extends XgboostEstimator {
  /** Made by ServiceLoader. */
  public GradientTrees() {
    this(Optional.empty());
  }

  private GradientTrees(Optional<Task> task) {
    super("xgboost.gbtree", "gbtree", task);
  }

  @Override
  XgboostEstimator of(Task decided) {
    return new GradientTrees(Optional.of(decided));
  }

  @Override
  public String summary() {
    return "Gradient-boosted trees of classes or numbers, by the objective.";
  }
}
