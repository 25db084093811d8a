package org.sqlflow.models.supervised.dense;

import org.sqlflow.models.Task;

/** {@code DNNRegressor}: a dense network of numbers. */
public final class DnnRegressor extends DenseEstimator {
  /** Made by ServiceLoader. */
  public DnnRegressor() {
    super(
        "DNNRegressor",
        "A dense network that predicts the label, a number.",
        Task.REGRESSION,
        false);
  }
}
