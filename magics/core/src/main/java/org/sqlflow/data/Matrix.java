package org.sqlflow.data;

/**
 * Numbers as a model takes them: {@code rows x columns}, row-major float32.
 *
 * @param values {@code rows * columns} numbers; shared, not copied
 */
public record Matrix(int rows, int columns, float[] values) {
  public Matrix {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " does not hold " + values.length + " values");
    }
  }

  /** The value in a row and a column, both from 0. */
  public float at(int row, int column) {
    return values[row * columns + column];
  }
}
