package org.sqlflow.features;

/**
 * Where features write.
 *
 * @param rowOf for each row of a block its row in the matrix, -1 for a row left out
 * @param width of the matrix
 * @param values of the matrix, row-major; 0 where nothing is written yet
 */
record MatrixSlots(int[] rowOf, int width, float[] values) {
  /** The index of a row's first value, negative for a row left out. */
  int start(int row) {
    return rowOf[row] * width;
  }
}
