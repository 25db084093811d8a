package org.sqlflow.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  /** The path of n points has the eigenvalues 2 - 2 cos(pi i / (n + 1)) (Toeplitz, textbook). */
  @Test
  void aKnownMatrixHasItsKnownEigenvalues() {
    int size = 50;
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      matrix[i][i] = 2;
      if (i > 0) {
        matrix[i][i - 1] = -1;
        matrix[i - 1][i] = -1;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.leading(matrix, 3);
    for (int k = 0; k < 3; k++) {
      double expected = 2 - 2 * Math.cos(Math.PI * (size - k) / (size + 1));
      assertThat(eigen.values()[k]).isCloseTo(expected, within(1e-12));
      double[] vector = eigen.vectors()[k];
      for (int i = 0; i < size; i++) {
        double product = 0;
        for (int j = 0; j < size; j++) {
          product += matrix[i][j] * vector[j];
        }
        assertThat(product).isCloseTo(expected * vector[i], within(1e-12));
      }
    }
  }

  @Test
  void aSingleNumberIsItsOwnEigenvalue() {
    SymmetricEigen eigen = SymmetricEigen.leading(new double[][] {{7}}, 1);
    assertThat(eigen.values()).containsExactly(7);
    assertThat(eigen.vectors()[0]).containsExactly(1);
  }
}
