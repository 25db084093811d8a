package org.sqlflow.models.supervised.dense;

import org.sqlflow.models.Task;

/** {@code DNNLinearCombinedRegressor}: wide and deep, of numbers. */
public final class DnnLinearCombinedRegressor extends DenseEstimator {
  /** Made by ServiceLoader. */
  public DnnLinearCombinedRegressor() {
    super(
        "DNNLinearCombinedRegressor",
        "A dense network and a linear model that predict the label, a number, together.",
        Task.REGRESSION,
        true);
  }
}
