package org.sqlflow.math;

import org.sqlflow.data.Matrix;

/**
 * The means of columns, and how far their numbers are from them, in one pass that stays exact for a
 * mean far from 0 (Welford 1962).
 *
 * @param means of each column
 * @param squares of each column the sum of the squared distances to its mean
 */
@SuppressWarnings("ArrayRecordComponent")
public record ColumnSpread(double[] means, double[] squares) {
  /** Those of the columns of a matrix. */
  public static ColumnSpread of(Matrix rows) {
    int width = rows.columns();
    double[] means = new double[width];
    double[] squares = new double[width];
    for (int row = 0; row < rows.rows(); row++) {
      for (int c = 0; c < width; c++) {
        double step = rows.at(row, c) - means[c];
        means[c] += step / (row + 1);
        squares[c] += step * (rows.at(row, c) - means[c]);
      }
    }
    return new ColumnSpread(means, squares);
  }
}
