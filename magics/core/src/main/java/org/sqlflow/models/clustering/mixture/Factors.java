package org.sqlflow.models.clustering.mixture;

/** Inverts covariances in the form that a {@link Mixture} needs. */
final class Factors {
  private Factors() {}

  /**
   * W for each covariance C, {@code W^T W = (C + R)^-1}.
   *
   * @param covariances one after the other: lower triangles by rows, or diagonals
   * @param size values of one
   * @param regularization R's diagonal; doubled until C + R is positive definite in spite of
   *     rounding
   */
  static double[] of(double[] covariances, int size, int width, double[] regularization) {
    double[] factors = new double[covariances.length];
    for (int from = 0; from < covariances.length; from += size) {
      double scale = 1;
      while (!invert(covariances, from, size, width, regularization, scale, factors)) {
        scale *= 2;
      }
    }
    return factors;
  }

  private static boolean invert(
      double[] covariances,
      int from,
      int size,
      int width,
      double[] regularization,
      double scale,
      double[] into) {
    if (size == width) {
      for (int c = 0; c < width; c++) {
        double variance = Math.max(0, covariances[from + c]) + scale * regularization[c];
        into[from + c] = 1 / Math.sqrt(variance);
      }
      return true;
    }
    double[][] lower = new double[width][];
    int at = from;
    for (int a = 0; a < width; a++) {
      lower[a] = new double[a + 1];
      for (int b = 0; b <= a; b++, at++) {
        double sum = covariances[at];
        for (int c = 0; c < b; c++) {
          sum -= lower[a][c] * lower[b][c];
        }
        if (a == b) {
          sum += scale * regularization[a];
          // Below this, what is left of a variance is rounding noise.
          if (!(sum > 1e-14 * (covariances[at] + scale * regularization[a]))) {
            return false;
          }
          lower[a][a] = Math.sqrt(sum);
        } else {
          lower[a][b] = sum / lower[b][b];
        }
      }
    }
    invert(lower, width, into, from);
    return true;
  }

  /** Inverts a lower triangle; the inverse is one, too. */
  private static void invert(double[][] lower, int width, double[] into, int from) {
    double[][] inverse = new double[width][];
    int at = from;
    for (int a = 0; a < width; a++) {
      double[] row = new double[a + 1];
      for (int c = 0; c < a; c++) {
        double factor = lower[a][c];
        for (int b = 0; b <= c; b++) {
          row[b] -= factor * inverse[c][b];
        }
      }
      row[a] = 1;
      for (int b = 0; b <= a; b++, at++) {
        row[b] /= lower[a][a];
        into[at] = row[b];
      }
      inverse[a] = row;
    }
  }
}
