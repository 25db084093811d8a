package org.sqlflow.models.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which of some centres each point is nearest to; of equally near ones the first. */
final class NearestCentres {
  /** Fewer terms of distances than these are not worth a second thread. */
  private static final long WORTH_THREADS = 1 << 20;

  private NearestCentres() {}

  /**
   * Puts each point into the group of its nearest centre. Points are independent, so that the
   * number of threads changes nothing.
   *
   * @param centres {@code clusters x width}, row-major
   * @param groups the group of each row, replaced
   * @param distances the squared Euclidean distance of each row to its centre, replaced
   * @return how many rows changed group
   */
  static int assign(Points points, float[] centres, int[] groups, float[] distances) {
    IntStream blocks = IntStream.range(0, (points.rows() + Points.BLOCK - 1) / Points.BLOCK);
    boolean isLarge = (long) points.rows() * centres.length > WORTH_THREADS;
    return (isLarge ? blocks.parallel() : blocks)
        .map(block -> assign(points, centres, block * Points.BLOCK, groups, distances))
        .sum();
  }

  private static int assign(
      Points points, float[] centres, int from, int[] groups, float[] distances) {
    int count = Math.min(Points.BLOCK, points.rows() - from);
    float[] candidate = new float[count];
    float[] best = new float[count];
    Arrays.fill(best, Float.POSITIVE_INFINITY);
    int[] bestGroup = new int[count];
    for (int j = 0; j * points.width() < centres.length; j++) {
      points.squaredDistances(centres, j * points.width(), from, count, candidate);
      keepNearest(candidate, best, bestGroup, j);
    }
    int changed = 0;
    for (int i = 0; i < count; i++) {
      changed += groups[from + i] == bestGroup[i] ? 0 : 1;
    }
    System.arraycopy(bestGroup, 0, groups, from, count);
    System.arraycopy(best, 0, distances, from, count);
    return changed;
  }

  private static void keepNearest(float[] candidate, float[] best, int[] group, int j) {
    for (int i = 0; i < candidate.length; i++) {
      if (candidate[i] < best[i]) {
        best[i] = candidate[i];
        group[i] = j;
      }
    }
  }
}
