package org.sqlflow.models.clustering.landmarks;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.SymmetricEigen;

/**
 * Puts rows on a sphere, so that rows that are connected by a chain of near ones come close
 * together: the leading singular vectors of the rows' parts in their landmarks (Cai and Chen 2011),
 * each row scaled to length 1 (Ng, Jordan and Weiss 2001). New rows find their place through the
 * landmarks. Safe to use from several threads.
 *
 * @param landmarks that represent the rows
 * @param dimensions of the sphere's space
 * @param projection {@code landmarks x dimensions}, row-major
 */
public record SpectralMap(Landmarks landmarks, int dimensions, float[] projection) {
  /** Singular values below this share of the largest one carry no direction. */
  private static final double LEAST = 1e-6;

  /**
   * The map of the directions in which the rows' parts in the landmarks differ most.
   *
   * @param dimensions how many, at most as many as landmarks
   */
  public static SpectralMap of(Landmarks landmarks, Matrix rows, int dimensions) {
    int count = landmarks.count();
    int parts = Landmarks.parts(rows.rows());
    double[][] degrees = new double[parts][count];
    int[] nearest = new int[Math.multiplyExact(rows.rows(), landmarks.neighbours())];
    float[] shares = new float[nearest.length];
    int width = landmarks.neighbours();
    landmarks.each(
        rows,
        (row, own, part) -> {
          System.arraycopy(own.nearest(), 0, nearest, row * width, width);
          System.arraycopy(own.parts(), 0, shares, row * width, width);
          for (int i = 0; i < width; i++) {
            degrees[part][own.nearest()[i]] += own.parts()[i];
          }
        });
    double[] scales = new double[count];
    for (int j = 0; j < count; j++) {
      int landmark = j;
      double degree = Arrays.stream(degrees).mapToDouble(part -> part[landmark]).sum();
      scales[j] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
    }
    double[][] gram = new double[count][count];
    for (int from = 0; from < nearest.length; from += width) {
      for (int a = from; a < from + width; a++) {
        for (int b = from; b < from + width; b++) {
          if (nearest[b] <= nearest[a]) {
            gram[nearest[a]][nearest[b]] += (double) shares[a] * shares[b];
          }
        }
      }
    }
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a][b] *= scales[a] * scales[b];
        gram[b][a] = gram[a][b];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.leading(gram, dimensions);
    float[] projection = new float[count * dimensions];
    for (int k = 0; k < dimensions; k++) {
      double eigenvalue = eigen.values()[k];
      if (eigenvalue > LEAST * eigen.values()[0]) {
        for (int j = 0; j < count; j++) {
          projection[j * dimensions + k] =
              (float) (scales[j] * eigen.vectors()[k][j] / Math.sqrt(eigenvalue));
        }
      }
    }
    return new SpectralMap(landmarks, dimensions, projection);
  }

  /** The places of rows, {@code rows x dimensions}, each of length 1. */
  public Matrix places(Matrix rows) {
    float[] places = new float[Math.multiplyExact(rows.rows(), dimensions)];
    landmarks.each(
        rows,
        (row, own, part) -> {
          double[] place = new double[dimensions];
          for (int i = 0; i < own.nearest().length; i++) {
            int from = own.nearest()[i] * dimensions;
            for (int k = 0; k < dimensions; k++) {
              place[k] += (double) own.parts()[i] * projection[from + k];
            }
          }
          double length = Math.sqrt(Arrays.stream(place).map(p -> p * p).sum());
          for (int k = 0; k < dimensions; k++) {
            places[row * dimensions + k] = length > 0 ? (float) (place[k] / length) : 0;
          }
        });
    return new Matrix(rows.rows(), dimensions, places);
  }
}
