package org.sqlflow.models;

import org.sqlflow.data.Matrix;

/**
 * Rows with what is to be predicted of each.
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
    int width = rows.columns();
    float[] values = new float[Math.multiplyExact(chosen.length, width)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows.values(), chosen[i] * width, values, i * width, width);
    }
    return new LabelledRows(new Matrix(chosen.length, width, values), target.only(chosen));
  }
}
