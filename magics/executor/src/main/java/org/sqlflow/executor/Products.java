package org.sqlflow.executor;

/**
 * Products of small matrices, in loops that the JIT compiles to vector instructions: the innermost
 * runs along the rows of two arrays, so that no sum goes across the lanes of a vector.
 */
final class Products {
  private Products() {}

  /**
   * Adds {@code a b} to {@code c}.
   *
   * @param a {@code m x k}
   * @param b {@code k x n}
   * @param c {@code m x n}; none of its rows is one of {@code b}
   */
  static void add(float[][] a, float[][] b, float[][] c, int m, int k, int n) {
    int i = 0;
    for (; i + 1 < m; i += 2) {
      addTwo(a[i], a[i + 1], b, c[i], c[i + 1], k, n);
    }
    if (i < m) {
      for (int j = 0; j < k; j++) {
        add(c[i], b[j], a[i][j], n);
      }
    }
  }

  /** Two rows of the result, so that each number that is read is used twice. */
  private static void addTwo(
      float[] a0, float[] a1, float[][] b, float[] c0, float[] c1, int k, int n) {
    int j = 0;
    for (; j + 3 < k; j += 4) {
      float a00 = a0[j];
      float a01 = a0[j + 1];
      float a02 = a0[j + 2];
      float a03 = a0[j + 3];
      float a10 = a1[j];
      float a11 = a1[j + 1];
      float a12 = a1[j + 2];
      float a13 = a1[j + 3];
      float[] b0 = b[j];
      float[] b1 = b[j + 1];
      float[] b2 = b[j + 2];
      float[] b3 = b[j + 3];
      for (int r = 0; r < n; r++) {
        c0[r] += a00 * b0[r] + a01 * b1[r] + a02 * b2[r] + a03 * b3[r];
        c1[r] += a10 * b0[r] + a11 * b1[r] + a12 * b2[r] + a13 * b3[r];
      }
    }
    for (; j < k; j++) {
      add(c0, b[j], a0[j], n);
      add(c1, b[j], a1[j], n);
    }
  }

  private static void add(float[] to, float[] values, float factor, int n) {
    for (int r = 0; r < n; r++) {
      to[r] += factor * values[r];
    }
  }

  /**
   * Writes the transpose.
   *
   * @param from {@code m x n}
   * @param to {@code n x m}
   */
  static void transpose(float[][] from, float[][] to, int m, int n) {
    for (int i = 0; i < m; i++) {
      float[] row = from[i];
      for (int j = 0; j < n; j++) {
        to[j][i] = row[j];
      }
    }
  }
}
