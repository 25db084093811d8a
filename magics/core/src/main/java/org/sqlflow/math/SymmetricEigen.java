package org.sqlflow.math;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The largest eigenvalues of a symmetric matrix and their eigenvectors, by LAPACK's syev. The time
 * grows with the cube of the size: about half a second for 1000.
 *
 * @param values descending
 * @param vectors {@code vectors[i]} belongs to {@code values[i]}; of length 1, of arbitrary sign
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  /**
   * The leading ones.
   *
   * @param matrix {@code size x size}
   * @param count how many, at most the size
   */
  public static SymmetricEigen leading(double[][] matrix, int count) {
    int size = matrix.length;
    if (size == 1) {
      return new SymmetricEigen(new double[] {matrix[0][0]}, new double[][] {{1}});
    }
    Blas.useCallingThread();
    double[] ascending;
    double[] all;
    try (INDArray copy = Nd4j.createFromArray(matrix).castTo(DataType.DOUBLE)) {
      try (INDArray eigenvalues = Eigen.symmetricGeneralizedEigenvalues(copy, true)) {
        ascending = eigenvalues.toDoubleVector();
      }
      // The columns of the matrix are the eigenvectors now, by ascending eigenvalues.
      all = copy.transpose().dup('c').data().asDouble();
    }
    double[] values = new double[count];
    double[][] vectors = new double[count][];
    for (int i = 0; i < count; i++) {
      values[i] = ascending[size - 1 - i];
      vectors[i] = Arrays.copyOfRange(all, (size - 1 - i) * size, (size - i) * size);
    }
    return new SymmetricEigen(values, vectors);
  }
}
