package org.sqlflow.models.xgboost;

import java.util.Optional;
import org.sqlflow.models.Task;

/** {@code xgboost.dart}: boosted trees with dropout (Vinayak and Gilad-Bachrach 2015). */
public final class DroppedTrees extends XgboostEstimator {
  /** Made by ServiceLoader. */
  public DroppedTrees() {
    this(Optional.empty());
  }

  private DroppedTrees(Optional<Task> task) {
    super("xgboost.dart", "dart", task);
  }

  @Override
  XgboostEstimator of(Task decided) {
    return new DroppedTrees(Optional.of(decided));
  }

  @Override
  public String summary() {
    return "Gradient-boosted trees some of which are dropped while others are learned.";
  }
}
