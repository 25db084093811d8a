package org.sqlflow.executor;

/**
 * Products of small matrices, in loops that the JIT compiles to vector instructions. Such a loop
 * runs along the rows of its arrays, so that no sum goes across the lanes of a vector; it writes to
 * one array only, since of two the JIT must assume that they are the same one; and it is short
 * enough to be unrolled. A sum is always made in the same order.
 */
final class Products {
  private Products() {}

  /**
   * Adds {@code a b} to {@code c}. Four rows of {@code b} at a time stay in the first-level cache
   * for all rows of {@code c}.
   *
   * @param a {@code m x k}
   * @param b {@code k x n}
   * @param c {@code m x n}; none of its rows is one of {@code b}
   */
  static void add(float[][] a, float[][] b, float[][] c, int m, int k, int n) {
    int j = 0;
    for (; j + 3 < k; j += 4) {
      float[] b0 = b[j];
      float[] b1 = b[j + 1];
      float[] b2 = b[j + 2];
      float[] b3 = b[j + 3];
      for (int i = 0; i < m; i++) {
        float[] factors = a[i];
        add(c[i], b0, b1, b2, b3, factors[j], factors[j + 1], factors[j + 2], factors[j + 3], n);
      }
    }
    if (j + 1 < k) {
      for (int i = 0; i < m; i++) {
        add(c[i], b[j], b[j + 1], a[i][j], a[i][j + 1], n);
      }
      j += 2;
    }
    if (j < k) {
      for (int i = 0; i < m; i++) {
        add(c[i], b[j], a[i][j], n);
      }
    }
  }

  private static void add(
      float[] to,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float f0,
      float f1,
      float f2,
      float f3,
      int n) {
    for (int r = 0; r < n; r++) {
      to[r] += f0 * b0[r] + f1 * b1[r] + f2 * b2[r] + f3 * b3[r];
    }
  }

  private static void add(float[] to, float[] b0, float[] b1, float f0, float f1, int n) {
    for (int r = 0; r < n; r++) {
      to[r] += f0 * b0[r] + f1 * b1[r];
    }
  }

  private static void add(float[] to, float[] values, float factor, int n) {
    for (int r = 0; r < n; r++) {
      to[r] += factor * values[r];
    }
  }

  /**
   * Writes the transpose, eight rows at a time, so that eight neighbours are written at once.
   *
   * @param from {@code m x n}
   * @param to {@code n x m}
   */
  static void transpose(float[][] from, float[][] to, int m, int n) {
    int i = 0;
    for (; i + 7 < m; i += 8) {
      transposeEight(from, to, i, n);
    }
    for (; i < m; i++) {
      float[] row = from[i];
      for (int j = 0; j < n; j++) {
        to[j][i] = row[j];
      }
    }
  }

  private static void transposeEight(float[][] from, float[][] to, int i, int n) {
    float[] f0 = from[i];
    float[] f1 = from[i + 1];
    float[] f2 = from[i + 2];
    float[] f3 = from[i + 3];
    float[] f4 = from[i + 4];
    float[] f5 = from[i + 5];
    float[] f6 = from[i + 6];
    float[] f7 = from[i + 7];
    for (int j = 0; j < n; j++) {
      float[] column = to[j];
      column[i] = f0[j];
      column[i + 1] = f1[j];
      column[i + 2] = f2[j];
      column[i + 3] = f3[j];
      column[i + 4] = f4[j];
      column[i + 5] = f5[j];
      column[i + 6] = f6[j];
      column[i + 7] = f7[j];
    }
  }
}
