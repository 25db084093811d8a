package org.sqlflow.executor;

import java.io.Serializable;

/**
 * Where a clustering's training pulls its rows: {@code p_ij = q_ij^2 / f_j}, rows normalised, with
 * {@code q} the soft assignment by a frozen copy of network and centres and {@code f_j} its sum
 * over all rows (Xie, Girshick and Farhadi 2016, equation 3). So each partition makes the target of
 * its rows when it needs it, and k numbers are all that it must know of the others. Immutable.
 *
 * @param clusters how many groups there are
 * @param parameters of the network, then the centres
 * @param frequencies one number for each group
 */
@SuppressWarnings("ArrayRecordComponent")
public record SoftTarget(int clusters, float[] parameters, double[] frequencies)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Writes q of the rows {@code from} to before {@code to}, in single precision.
   *
   * @param codes {@code rows x width}, row-major
   * @param centres {@code clusters x width}
   * @param q {@code rows x clusters}
   */
  public static void assign(
      float[] codes, int from, int to, float[] centres, int clusters, float[] q) {
    int width = centres.length / clusters;
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < clusters; j++) {
        double kernel = ClusteringLoss.kernel(codes, i * width, centres, j * width, width);
        q[i * clusters + j] = (float) kernel;
        sum += kernel;
      }
      for (int j = 0; j < clusters; j++) {
        q[i * clusters + j] /= (float) sum;
      }
    }
  }

  /**
   * Writes p of the rows {@code from} to before {@code to}.
   *
   * @param q {@code rows x clusters}, row-major
   * @param frequencies one number for each group
   * @param p of the same shape; may be {@code q} itself
   */
  public static void sharpen(float[] q, int from, int to, double[] frequencies, float[] p) {
    int clusters = frequencies.length;
    double[] weights = new double[clusters];
    for (int i = from; i < to; i++) {
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
  }
}
