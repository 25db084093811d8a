package org.sqlflow.math;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;

/**
 * The directions in which rows vary most (Pearson 1901), by the eigenvectors of their covariance. A
 * direction's sign is arbitrary: here its largest weight is positive.
 *
 * @param scores {@code scores[component][row]}: where each row lies along a component, from the
 *     mean; 0 for components beyond the rows' width
 * @param kept share of the variance that the components explain, from 0 to 1; 1 if nothing varies
 */
public record PrincipalComponents(float[][] scores, double kept) {
  /**
   * Of wider rows only the columns with the largest variances count: the time grows with the cube.
   */
  public static final int WIDEST = 400;

  /** The leading components of the rows, and where each row lies along them. */
  public static PrincipalComponents of(Matrix rows, int components) {
    double[][] centred = centred(rows);
    double[] variances = new double[centred.length];
    double total = 0;
    for (int c = 0; c < centred.length; c++) {
      variances[c] = dot(centred[c], centred[c]);
      total += variances[c];
    }
    float[][] scores = new float[components][rows.rows()];
    if (total == 0) {
      return new PrincipalComponents(scores, 1);
    }
    double[][] widest =
        IntStream.range(0, centred.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -variances[c]))
            .limit(WIDEST)
            .sorted()
            .map(c -> centred[c])
            .toArray(double[][]::new);
    double[][] directions = directions(widest, Math.min(components, widest.length));
    double explained = 0;
    for (int k = 0; k < directions.length; k++) {
      explained += project(widest, directions[k], scores[k]);
    }
    return new PrincipalComponents(scores, explained / total);
  }

  /** The columns without their means. */
  private static double[][] centred(Matrix rows) {
    double[][] columns = new double[rows.columns()][rows.rows()];
    for (int c = 0; c < columns.length; c++) {
      double mean = 0;
      for (int row = 0; row < rows.rows(); row++) {
        columns[c][row] = rows.at(row, c);
        mean += (columns[c][row] - mean) / (row + 1);
      }
      for (int row = 0; row < rows.rows(); row++) {
        columns[c][row] -= mean;
      }
    }
    return columns;
  }

  /** The leading eigenvectors of the columns' products. */
  private static double[][] directions(double[][] columns, int count) {
    int width = columns.length;
    double[][] products = new double[width][width];
    for (int a = 0; a < width; a++) {
      for (int b = 0; b <= a; b++) {
        products[a][b] = dot(columns[a], columns[b]);
        products[b][a] = products[a][b];
      }
    }
    double[][] leading = SymmetricEigen.leading(products, count).vectors();
    for (int k = 0; k < count; k++) {
      leading[k] = withSign(leading[k]);
    }
    return leading;
  }

  private static double[] withSign(double[] vector) {
    double largest = 0;
    for (double weight : vector) {
      // If weights differ by rounding only, the first one decides.
      largest = Math.abs(weight) > Math.abs(largest) * (1 + 1e-6) ? weight : largest;
    }
    double sign = Math.signum(largest);
    return Arrays.stream(vector).map(weight -> sign * weight).toArray();
  }

  /** Writes the place of each row along a direction; returns the sum of their squares. */
  private static double project(double[][] columns, double[] direction, float[] into) {
    double squares = 0;
    for (int row = 0; row < into.length; row++) {
      double place = 0;
      for (int c = 0; c < columns.length; c++) {
        place += columns[c][row] * direction[c];
      }
      into[row] = (float) place;
      squares += place * place;
    }
    return squares;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
