package org.sqlflow.models.clustering.dec;

import java.nio.FloatBuffer;
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
   * Replaces q by p.
   *
   * @param q {@code rows x clusters}, row-major, of the whole table
   */
  public static void of(FloatBuffer q, int rows, int clusters) {
    double[] frequencies = frequencies(q, rows, clusters);
    RowParts.run(
        rows,
        clusters,
        (part, from, to) -> {
          float[] some = some(q, from, to, clusters);
          SoftTarget.sharpen(some, 0, to - from, frequencies, some);
          q.put(from * clusters, some);
        });
  }

  private static double[] frequencies(FloatBuffer q, int rows, int clusters) {
    double[][] sums = new double[Math.max(1, RowParts.count(rows))][clusters];
    RowParts.run(
        rows,
        clusters,
        (part, from, to) -> {
          float[] some = some(q, from, to, clusters);
          for (int at = 0; at < some.length; ) {
            for (int j = 0; j < clusters; j++, at++) {
              sums[part][j] += some[at];
            }
          }
        });
    return CentredRows.sum(sums);
  }

  private static float[] some(FloatBuffer q, int from, int to, int clusters) {
    float[] some = new float[(to - from) * clusters];
    q.get(from * clusters, some);
    return some;
  }
}
