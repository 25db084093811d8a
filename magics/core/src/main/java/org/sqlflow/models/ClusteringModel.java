package org.sqlflow.models;

import org.sqlflow.data.Matrix;

/** A trained model whose prediction is the group of a row: the first output is an int from 0. */
public interface ClusteringModel extends Model {
  /** How many groups it knows. */
  int clusters();

  /**
   * Where rows lie when they are grouped: {@code rows x code width}, or the rows themselves for a
   * model without an encoder.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  Matrix codes(Matrix rows);
}
