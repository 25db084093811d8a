package org.sqlflow.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 4, 8",
    "3, 5, 7",
    "7, 100, 33",
    "100, 7, 1",
    "5, 3, 256",
    "2, 9, 2050",
    "7, 131, 600",
    "3, 48, 1",
    "4, 49, 1030"
  })
  void addsTheProduct(int m, int k, int n) {
    Random random = new Random(1);
    float[][] a = normal(random, m, k);
    float[][] b = normal(random, k, n);
    float[][] c = normal(random, m, n);
    double[][] expected = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int r = 0; r < n; r++) {
        expected[i][r] = c[i][r];
        for (int j = 0; j < k; j++) {
          expected[i][r] += (double) a[i][j] * b[j][r];
        }
      }
    }

    Products.add(a, b, c, m, k, n);

    for (int i = 0; i < m; i++) {
      for (int r = 0; r < n; r++) {
        assertThat((double) c[i][r]).isCloseTo(expected[i][r], within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "4, 2"})
  void transposes(int m, int n) {
    float[][] from = normal(new Random(2), m, n);
    float[][] to = new float[n][m];

    Products.transpose(from, to, m, n);

    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(to[j][i]).isEqualTo(from[i][j]);
      }
    }
  }

  private static float[][] normal(Random random, int m, int n) {
    float[][] values = new float[m][n];
    for (float[] row : values) {
      for (int j = 0; j < n; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
