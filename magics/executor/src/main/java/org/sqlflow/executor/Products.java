package org.sqlflow.executor;

/**
 * Products of matrices, in loops that the JIT compiles to vector instructions. Such a loop runs
 * along the rows of its arrays, so that no sum goes across the lanes of a vector; it writes to one
 * array only, since of two the JIT must assume that they are the same one; and it is short enough
 * to be unrolled: some 15 loads, stores and operations. A sum is always made in the same order.
 */
final class Products {
  /** Columns of {@code b} whose rows stay in the first-level cache. */
  private static final int COLUMNS = 1024;

  /** Rows of {@code c} that are computed together, so that they share the loads of {@code b}. */
  private static final int TOGETHER = 3;

  /** Columns of such rows whose parts stay in the cache. */
  private static final int PIECE = 512;

  /**
   * Where the next of these rows begins in the array of all three: a constant, and no multiple of
   * 4,096 bytes, which would make loads wait for stores. Wider rows are computed one by one.
   */
  private static final int STRIDE = 4096 + 64;

  /** Rows of {@code b} that are added to them before the next ones: they stay in the cache. */
  private static final int DEEP = 256;

  /** For fewer rows of {@code b}, copying those of {@code c} does not pay. */
  private static final int WORTH = 48;

  /** A multiple of the numbers of a vector. */
  private static final int ROUND = 16;

  private Products() {}

  /**
   * Adds {@code a b} to {@code c}.
   *
   * @param a {@code m x k}
   * @param b {@code k x n}
   * @param c {@code m x n}; none of its rows is one of {@code b}
   */
  static void add(float[][] a, float[][] b, float[][] c, int m, int k, int n) {
    int tiled = k < WORTH || n > STRIDE ? 0 : m / TOGETHER * TOGETHER;
    if (tiled > 0) {
      float[] three = new float[2 * STRIDE + n];
      int width = width(n, PIECE);
      for (int from = 0; from < n; from += width) {
        int to = Math.min(n, from + width);
        for (int first = 0; first < k; first += DEEP) {
          addTiles(a, b, c, tiled, first, Math.min(k, first + DEEP), from, to, three);
        }
      }
    }
    int width = width(n, COLUMNS);
    for (int from = 0; from < n && tiled < m; from += width) {
      addRows(a, b, c, tiled, m, k, from, Math.min(n, from + width));
    }
  }

  /** The width of about equal pieces of at most so many columns. */
  private static int width(int n, int most) {
    int pieces = (n + most - 1) / most;
    return pieces <= 1 ? Math.max(1, n) : Math.min(most, (n / pieces + ROUND) / ROUND * ROUND);
  }

  /** Adds the products with some rows of {@code b} to some columns of {@code c}. */
  private static void addTiles(
      float[][] a,
      float[][] b,
      float[][] c,
      int m,
      int first,
      int end,
      int from,
      int to,
      float[] three) {
    for (int i = 0; i < m; i += TOGETHER) {
      for (int t = 0; t < TOGETHER; t++) {
        System.arraycopy(c[i + t], from, three, t * STRIDE + from, to - from);
      }
      float[] f = a[i];
      float[] g = a[i + 1];
      float[] h = a[i + 2];
      int j = first;
      for (; j + 1 < end; j += 2) {
        add(three, b[j], b[j + 1], f[j], f[j + 1], g[j], g[j + 1], h[j], h[j + 1], from, to);
      }
      for (int t = 0; t < TOGETHER; t++) {
        System.arraycopy(three, t * STRIDE + from, c[i + t], from, to - from);
        if (j < end) {
          add(c[i + t], b[j], a[i + t][j], from, to);
        }
      }
    }
  }

  /** The loads come before the stores, and no sum is in brackets: else there are no vectors. */
  private static void add(
      float[] three,
      float[] b0,
      float[] b1,
      float f0,
      float f1,
      float g0,
      float g1,
      float h0,
      float h1,
      int from,
      int to) {
    for (int r = from; r < to; r++) {
      float x0 = b0[r];
      float x1 = b1[r];
      float c0 = three[r];
      float c1 = three[r + STRIDE];
      float c2 = three[r + 2 * STRIDE];
      three[r] = c0 + f0 * x0 + f1 * x1;
      three[r + STRIDE] = c1 + g0 * x0 + g1 * x1;
      three[r + 2 * STRIDE] = c2 + h0 * x0 + h1 * x1;
    }
  }

  /**
   * Adds products to the rows of {@code c} from {@code first} on, one by one. Five rows of {@code
   * b} at a time stay in the first-level cache for all of them.
   */
  private static void addRows(
      float[][] a, float[][] b, float[][] c, int first, int m, int k, int from, int to) {
    int j = 0;
    for (; j + 4 < k; j += 5) {
      addFive(a, b, c, first, m, j, from, to);
    }
    if (j + 3 < k) {
      for (int i = first; i < m; i++) {
        float[] f = a[i];
        add(c[i], b[j], b[j + 1], b[j + 2], b[j + 3], f[j], f[j + 1], f[j + 2], f[j + 3], from, to);
      }
      j += 4;
    }
    if (j + 1 < k) {
      for (int i = first; i < m; i++) {
        add(c[i], b[j], b[j + 1], a[i][j], a[i][j + 1], from, to);
      }
      j += 2;
    }
    if (j < k) {
      for (int i = first; i < m; i++) {
        add(c[i], b[j], a[i][j], from, to);
      }
    }
  }

  private static void addFive(
      float[][] a, float[][] b, float[][] c, int first, int m, int j, int from, int to) {
    float[] b0 = b[j];
    float[] b1 = b[j + 1];
    float[] b2 = b[j + 2];
    float[] b3 = b[j + 3];
    float[] b4 = b[j + 4];
    for (int i = first; i < m; i++) {
      float[] f = a[i];
      add(c[i], b0, b1, b2, b3, b4, f[j], f[j + 1], f[j + 2], f[j + 3], f[j + 4], from, to);
    }
  }

  private static void add(
      float[] sums,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] b4,
      float f0,
      float f1,
      float f2,
      float f3,
      float f4,
      int from,
      int to) {
    for (int r = from; r < to; r++) {
      sums[r] += f0 * b0[r] + f1 * b1[r] + f2 * b2[r] + f3 * b3[r] + f4 * b4[r];
    }
  }

  private static void add(
      float[] sums,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float f0,
      float f1,
      float f2,
      float f3,
      int from,
      int to) {
    for (int r = from; r < to; r++) {
      sums[r] += f0 * b0[r] + f1 * b1[r] + f2 * b2[r] + f3 * b3[r];
    }
  }

  private static void add(
      float[] sums, float[] b0, float[] b1, float f0, float f1, int from, int to) {
    for (int r = from; r < to; r++) {
      sums[r] += f0 * b0[r] + f1 * b1[r];
    }
  }

  private static void add(float[] sums, float[] values, float factor, int from, int to) {
    for (int r = from; r < to; r++) {
      sums[r] += factor * values[r];
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
