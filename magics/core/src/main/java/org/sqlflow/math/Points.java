package org.sqlflow.math;

import org.sqlflow.data.Matrix;

/** Points by columns: {@code columns[c][row]}. */
public record Points(int rows, float[][] columns) {
  /** A copy of a matrix by columns. */
  public static Points of(Matrix matrix) {
    float[][] columns = new float[matrix.columns()][matrix.rows()];
    int at = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      for (float[] column : columns) {
        column[row] = matrix.values()[at++];
      }
    }
    return new Points(matrix.rows(), columns);
  }
}
