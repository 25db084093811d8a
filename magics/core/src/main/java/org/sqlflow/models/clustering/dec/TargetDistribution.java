package org.sqlflow.models.clustering.dec;

import org.sqlflow.executor.SoftTarget;
import org.sqlflow.math.RowParts;
import org.sqlflow.models.clustering.centres.CentredRows;

/**
 * The target of the soft assignment: {@code p_ij = q_ij^2 / f_j}, rows normalised, with {@code f_j}
 * the sum of q over all rows of the table (Xie, Girshick and Farhadi 2016, equation 3).
 */
public final class TargetDistribution {
  private TargetDistribution() {}

  /**
   * Computes p.
   *
   * @param q {@code rows x clusters}, row-major, of the whole table
   * @param p overwritten; may be {@code q} itself
   */
  public static void of(float[] q, int rows, int clusters, float[] p) {
    double[] frequencies = frequencies(q, rows, clusters);
    RowParts.run(
        rows, clusters, (part, from, to) -> SoftTarget.sharpen(q, from, to, frequencies, p));
  }

  private static double[] frequencies(float[] q, int rows, int clusters) {
    double[][] sums = new double[Math.max(1, RowParts.count(rows))][clusters];
    RowParts.run(
        rows,
        clusters,
        (part, from, to) -> {
          for (int at = from * clusters; at < to * clusters; ) {
            for (int j = 0; j < clusters; j++, at++) {
              sums[part][j] += q[at];
            }
          }
        });
    return CentredRows.sum(sums);
  }
}
