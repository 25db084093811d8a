package org.sqlflow.models.supervised.dense;

import org.sqlflow.models.Task;

/** {@code DNNClassifier}: a dense network of classes. */
public final class DnnClassifier extends DenseEstimator {
  /** Made by ServiceLoader. */
  public DnnClassifier() {
    super(
        "DNNClassifier",
        "A dense network that predicts the label's class.",
        Task.CLASSIFICATION,
        false);
  }
}
