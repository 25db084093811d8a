package org.sqlflow.models.cluster;

import org.sqlflow.features.Matrix;

/**
 * Points held by columns: {@code columns[c][row]}. Distances then run along rows, which the JIT
 * compiler turns into vector instructions; along a row of a few columns it can't.
 */
record Points(int rows, float[][] columns) {
  /** Points that are worked on at a time, so that their distances stay in the cache. */
  static final int BLOCK = 1024;

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

  int width() {
    return columns.length;
  }

  /** Writes squared Euclidean distances to one point: {@code into[i]} is that of row from + i. */
  void squaredDistances(float[] values, int valuesAt, int from, int count, float[] into) {
    java.util.Arrays.fill(into, 0, count, 0f);
    for (int c = 0; c < columns.length; c++) {
      addSquares(columns[c], from, count, values[valuesAt + c], into);
    }
  }

  private static void addSquares(float[] column, int from, int count, float value, float[] into) {
    for (int i = 0; i < count; i++) {
      float difference = column[from + i] - value;
      into[i] += difference * difference;
    }
  }
}
