package org.sqlflow.models.cluster;

import org.sqlflow.features.Matrix;

/**
 * Where all rows stand between two renewals of the target.
 *
 * @param target {@code rows x clusters}: the target distribution made of the soft assignment
 * @param groups the cluster with the largest soft assignment of each row
 */
record ClusterAssignment(float[] target, int[] groups) {
  static ClusterAssignment of(Matrix codes, float[] centres, int clusters) {
    float[] q = new float[codes.rows() * clusters];
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
    return new ClusterAssignment(TargetDistribution.of(q, codes.rows(), clusters), groups);
  }

  /** The share of rows, from 0 to 1, that were in another group before. */
  double changedShare(ClusterAssignment earlier) {
    int changed = 0;
    for (int row = 0; row < groups.length; row++) {
      changed += groups[row] == earlier.groups[row] ? 0 : 1;
    }
    return (double) changed / groups.length;
  }
}
