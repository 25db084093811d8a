package org.sqlflow.models.clustering;

import org.sqlflow.math.RowParts;

/**
 * How much each row belongs to each cluster: {@code q_ij = (1 + |z_i - mu_j|^2)^-1}, rows
 * normalised; Student's t with one degree of freedom (Xie, Girshick and Farhadi 2016, equation 1).
 * Codes are {@code rows x width}, centres {@code clusters x width}, q is {@code rows x clusters},
 * all row-major.
 */
public final class SoftAssignment {
  private SoftAssignment() {}

  /** Writes q of the rows. */
  public static void of(float[] codes, int rows, float[] centres, int clusters, float[] q) {
    RowParts.run(
        rows, centres.length, (part, from, to) -> of(codes, from, to, centres, clusters, q));
  }

  private static void of(
      float[] codes, int from, int to, float[] centres, int clusters, float[] q) {
    int width = centres.length / clusters;
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < clusters; j++) {
        double kernel = kernel(codes, i * width, centres, j * width, width);
        q[i * clusters + j] = (float) kernel;
        sum += kernel;
      }
      for (int j = 0; j < clusters; j++) {
        q[i * clusters + j] /= (float) sum;
      }
    }
  }

  /** {@code (1 + |z - mu|^2)^-1}. */
  public static double kernel(float[] codes, int codeAt, float[] centres, int centreAt, int width) {
    return 1 / (1 + squaredDistance(codes, codeAt, centres, centreAt, width));
  }

  public static double squaredDistance(
      float[] codes, int codeAt, float[] centres, int centreAt, int width) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      double difference = codes[codeAt + c] - centres[centreAt + c];
      sum += difference * difference;
    }
    return sum;
  }

  /** The cluster with the largest q of a row; the first of equals. */
  public static int largest(float[] q, int row, int clusters) {
    int best = 0;
    for (int j = 1; j < clusters; j++) {
      best = q[row * clusters + j] > q[row * clusters + best] ? j : best;
    }
    return best;
  }
}
