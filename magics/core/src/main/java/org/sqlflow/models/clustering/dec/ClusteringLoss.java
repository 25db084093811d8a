package org.sqlflow.models.clustering.dec;

import java.util.Arrays;
import org.sqlflow.models.clustering.SoftAssignment;

/**
 * The clustering loss of some rows, the mean of {@code KL(p_i || q_i)}, and its gradients (Xie,
 * Girshick and Farhadi 2016, equations 2, 4 and 5):
 *
 * <pre>
 * dKL/dz_i  =  2 sum_j (1 + |z_i - mu_j|^2)^-1 (p_ij - q_ij) (z_i - mu_j)
 * dKL/dmu_j = -2 sum_i (1 + |z_i - mu_j|^2)^-1 (p_ij - q_ij) (z_i - mu_j)
 * </pre>
 */
final class ClusteringLoss {
  private ClusteringLoss() {}

  /**
   * Computes the loss and its gradients.
   *
   * @param codes {@code rows x width}
   * @param p {@code rows x clusters}: the target of each of these rows
   * @param batchRows how many rows the mean is over; the given ones may be a part of them
   * @param codeGradient written: {@code rows x width}
   * @param centreGradient written: {@code clusters x width}
   * @return these rows' part of the mean
   */
  static double of(
      float[] codes,
      int rows,
      float[] centres,
      int clusters,
      float[] p,
      int batchRows,
      float[] codeGradient,
      float[] centreGradient) {
    int width = centres.length / clusters;
    double[] kernels = new double[clusters];
    double[] towardsCode = new double[width];
    double[] towardsCentres = new double[centres.length];
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < clusters; j++) {
        kernels[j] = SoftAssignment.kernel(codes, i * width, centres, j * width, width);
        sum += kernels[j];
      }
      Arrays.fill(towardsCode, 0);
      for (int j = 0; j < clusters; j++) {
        double q = kernels[j] / sum;
        double target = p[i * clusters + j];
        loss += target == 0 ? 0 : target * Math.log(target / q);
        double pull = 2 * kernels[j] * (target - q) / batchRows;
        for (int c = 0; c < width; c++) {
          double part = pull * (codes[i * width + c] - centres[j * width + c]);
          towardsCode[c] += part;
          towardsCentres[j * width + c] -= part;
        }
      }
      for (int c = 0; c < width; c++) {
        codeGradient[i * width + c] = (float) towardsCode[c];
      }
    }
    for (int at = 0; at < centres.length; at++) {
      centreGradient[at] = (float) towardsCentres[at];
    }
    return loss / batchRows;
  }
}
