package org.sqlflow.models.cluster;

import org.sqlflow.features.Matrix;

/** Points held by columns: {@code columns[c][row]}. */
record Points(int rows, float[][] columns) {
  static Points of(Matrix matrix) {
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
