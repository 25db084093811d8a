package org.sqlflow.models.metrics;

import java.util.OptionalDouble;
import org.sqlflow.data.Matrix;

/**
 * The variance ratio of Calinski and Harabasz (1974): {@code (B / (k - 1)) / (W / (n - k))}, where
 * B and W are the sums of squares between and within the k groups of n rows. From 0 up, higher is
 * better. Empty groups do not count.
 */
public final class CalinskiHarabasz {
  private CalinskiHarabasz() {}

  /**
   * The ratio; empty with fewer than two groups, with as many groups as rows, or if the rows within
   * each group are all the same, where it has no bound.
   */
  public static OptionalDouble of(Matrix rows, int[] groups) {
    ClusterMeans centres = ClusterMeans.of(rows, groups);
    int filled = centres.filled();
    double within = 0;
    for (int row = 0; row < groups.length; row++) {
      within += centres.squaredDistance(rows, row, groups[row]);
    }
    if (filled < 2 || filled == rows.rows() || within == 0) {
      return OptionalDouble.empty();
    }
    ClusterMeans all = ClusterMeans.of(rows, new int[groups.length]);
    double between = 0;
    for (int group = 0; group < centres.groups(); group++) {
      between += centres.sizes()[group] * squaredDistance(centres, group, all);
    }
    return OptionalDouble.of(between / (filled - 1) / (within / (rows.rows() - filled)));
  }

  private static double squaredDistance(ClusterMeans centres, int group, ClusterMeans all) {
    double sum = 0;
    for (int c = 0; c < all.width(); c++) {
      double difference = centres.centres()[group * all.width() + c] - all.centres()[c];
      sum += difference * difference;
    }
    return sum;
  }
}
