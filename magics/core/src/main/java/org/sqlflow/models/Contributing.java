package org.sqlflow.models;

import org.sqlflow.data.Matrix;

/** A model that knows exactly what each feature adds to a prediction. */
public interface Contributing {
  /**
   * What each feature adds to the predictions of some rows: Shapley values. Their sum with that of
   * no feature is the number itself, or the logarithm of the odds of a class (of more than two
   * classes the sum from which its probability is made).
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   * @param codes of each row the class that is explained; not read where numbers are predicted
   * @return for each row a value for each feature, then that of no feature
   */
  double[][] contributions(Matrix rows, int[] codes);
}
