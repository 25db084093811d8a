package org.sqlflow.models.cluster;

import java.util.Arrays;

/** Which of some centres each point is nearest to; of equally near ones the first. */
final class NearestCentres {
  private NearestCentres() {}

  /**
   * Puts each point into the group of its nearest centre.
   *
   * @param centres {@code clusters x width}, row-major
   * @param groups the group of each row, replaced
   * @param distances the squared Euclidean distance of each row to its centre, replaced
   * @return how many rows changed group
   */
  static int assign(Points points, float[] centres, int[] groups, float[] distances) {
    int width = points.width();
    int clusters = centres.length / width;
    float[] candidate = new float[Points.BLOCK];
    float[] best = new float[Points.BLOCK];
    int[] bestGroup = new int[Points.BLOCK];
    int changed = 0;
    for (int from = 0; from < points.rows(); from += Points.BLOCK) {
      int count = Math.min(Points.BLOCK, points.rows() - from);
      Arrays.fill(best, Float.POSITIVE_INFINITY);
      Arrays.fill(bestGroup, 0);
      for (int j = 0; j < clusters; j++) {
        points.squaredDistances(centres, j * width, from, count, candidate);
        keepNearest(candidate, best, bestGroup, j, count);
      }
      for (int i = 0; i < count; i++) {
        changed += groups[from + i] == bestGroup[i] ? 0 : 1;
      }
      System.arraycopy(bestGroup, 0, groups, from, count);
      System.arraycopy(best, 0, distances, from, count);
    }
    return changed;
  }

  private static void keepNearest(float[] candidate, float[] best, int[] group, int j, int count) {
    for (int i = 0; i < count; i++) {
      if (candidate[i] < best[i]) {
        best[i] = candidate[i];
        group[i] = j;
      }
    }
  }
}
