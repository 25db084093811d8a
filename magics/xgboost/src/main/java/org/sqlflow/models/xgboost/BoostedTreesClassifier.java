package org.sqlflow.models.xgboost;

import java.util.Optional;
import org.sqlflow.models.Task;

/** {@code BoostedTreesClassifier}: boosted trees of classes. */
public final class BoostedTreesClassifier extends XgboostEstimator {
  /** Made by ServiceLoader. */
  public BoostedTreesClassifier() {
    this(Optional.of(Task.CLASSIFICATION));
  }

  private BoostedTreesClassifier(Optional<Task> task) {
    super("BoostedTreesClassifier", "gbtree", task);
  }

  @Override
  XgboostEstimator of(Task decided) {
    return new BoostedTreesClassifier(Optional.of(decided));
  }

  @Override
  public String summary() {
    return "Gradient-boosted trees that predict the label's class.";
  }
}
