package org.sqlflow.models;

import org.sqlflow.data.Matrix;

/** A model that knows exactly what each feature adds to a prediction. */
public interface Contributing {
  /**
   * What each feature adds to the predictions of some rows: Shapley values. Together with a base
   * value they add up to the predicted number, or to the logarithm of the odds of a class (for more
   * than two classes, to the score from which its probability is computed).
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   * @param codes of each row the class that is explained; not read where numbers are predicted
   * @return for each row a value for each feature, then the base value
   */
  double[][] contributions(Matrix rows, int[] codes);
}
