package org.sqlflow.models.cluster;

/**
 * Where training pulls the soft assignment: {@code p_ij = q_ij^2 / f_j}, rows normalised, with
 * {@code f_j} the sum of q over all rows of the table (Xie, Girshick and Farhadi 2016, equation 3).
 */
final class TargetDistribution {
  private TargetDistribution() {}

  /**
   * Computes p.
   *
   * @param q {@code rows x clusters}, row-major, of the whole table
   */
  static float[] of(float[] q, int rows, int clusters) {
    double[] frequencies = new double[clusters];
    for (int at = 0; at < rows * clusters; at++) {
      frequencies[at % clusters] += q[at];
    }
    float[] p = new float[rows * clusters];
    double[] weights = new double[clusters];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < clusters; j++) {
        double belonging = q[i * clusters + j];
        weights[j] = frequencies[j] == 0 ? 0 : belonging * belonging / frequencies[j];
        sum += weights[j];
      }
      for (int j = 0; j < clusters; j++) {
        p[i * clusters + j] = (float) (weights[j] / sum);
      }
    }
    return p;
  }
}
