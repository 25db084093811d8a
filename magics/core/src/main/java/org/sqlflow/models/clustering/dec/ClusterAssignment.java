package org.sqlflow.models.clustering.dec;

import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowParts;
import org.sqlflow.models.clustering.SoftAssignment;

/**
 * Where all rows stand between two renewals of the target.
 *
 * @param target {@code rows x clusters}: the target distribution made of the soft assignment
 * @param groups the cluster with the largest soft assignment of each row
 */
public record ClusterAssignment(float[] target, int[] groups) {
  public static ClusterAssignment of(Matrix codes, float[] centres, int clusters) {
    return of(codes, centres, clusters, new float[codes.rows() * clusters]);
  }

  /** Where the same rows stand now; the new target takes the place of the one here. */
  public ClusterAssignment renewed(Matrix codes, float[] centres, int clusters) {
    return of(codes, centres, clusters, target);
  }

  private static ClusterAssignment of(Matrix codes, float[] centres, int clusters, float[] q) {
    SoftAssignment.of(codes.values(), codes.rows(), centres, clusters, q);
    int[] groups = new int[codes.rows()];
    RowParts.run(
        codes.rows(),
        clusters,
        (part, from, to) -> {
          for (int row = from; row < to; row++) {
            groups[row] = SoftAssignment.largest(q, row, clusters);
          }
        });
    TargetDistribution.of(q, codes.rows(), clusters, q);
    return new ClusterAssignment(q, groups);
  }

  /** The share of rows, from 0 to 1, that were in another group before. */
  public double changedShare(ClusterAssignment earlier) {
    int changed = 0;
    for (int row = 0; row < groups.length; row++) {
      changed += groups[row] == earlier.groups[row] ? 0 : 1;
    }
    return (double) changed / groups.length;
  }
}
