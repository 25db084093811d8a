package org.sqlflow.models;

import org.sqlflow.data.Matrix;

/** A trained model that predicts a number: its first output is DOUBLE. */
public non-sealed interface RegressionModel extends Model {
  /**
   * The predicted number of each row.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  double[] estimate(Matrix rows);

  @Override
  default <R> R accept(ModelVisitor<R> visitor) {
    return visitor.regression(this);
  }
}
