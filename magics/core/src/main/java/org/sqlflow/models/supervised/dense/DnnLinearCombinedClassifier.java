package org.sqlflow.models.supervised.dense;

import org.sqlflow.models.Task;

/** {@code DNNLinearCombinedClassifier}: wide and deep, of classes. */
public final class DnnLinearCombinedClassifier extends DenseEstimator {
  /** Made by ServiceLoader. */
  public DnnLinearCombinedClassifier() {
    super(
        "DNNLinearCombinedClassifier",
        "A dense network and a linear model that predict the label's class together.",
        Task.CLASSIFICATION,
        true);
  }
}
