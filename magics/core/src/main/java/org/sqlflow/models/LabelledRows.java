package org.sqlflow.models;

import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;

/**
 * Rows, each with what is to be predicted.
 *
 * @param rows {@code rows x features}, encoded and scaled
 * @param target as many values as there are rows
 */
public record LabelledRows(Matrix rows, Target target) {
  public LabelledRows {
    if (target.rows() != rows.rows()) {
      throw new IllegalArgumentException(target.rows() + " targets for " + rows.rows() + " rows");
    }
  }

  /** How many rows there are. */
  public int count() {
    return rows.rows();
  }

  /** Some of them, in this order. */
  public LabelledRows only(int[] chosen) {
    return new LabelledRows(RowSample.take(rows, chosen), target.only(chosen));
  }
}
