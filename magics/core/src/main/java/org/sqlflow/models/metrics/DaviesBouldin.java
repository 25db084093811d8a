package org.sqlflow.models.metrics;

import java.util.OptionalDouble;
import org.sqlflow.data.Matrix;

/**
 * The index of Davies and Bouldin (1979): the mean over the groups of the worst {@code (s_i + s_j)
 * / d_ij}, where s is the mean Euclidean distance of a group's rows to its centre and d the
 * distance of two centres. From 0 up, lower is better. Empty groups do not count.
 */
public final class DaviesBouldin {
  private DaviesBouldin() {}

  /**
   * The index; empty with fewer than two groups, with as many groups as rows, or if two groups
   * share a centre, where it has no bound.
   */
  public static OptionalDouble of(Matrix rows, int[] groups) {
    ClusterMeans centres = ClusterMeans.of(rows, groups);
    int filled = centres.filled();
    if (filled < 2 || filled == rows.rows()) {
      return OptionalDouble.empty();
    }
    double[] spreads = spreads(rows, groups, centres);
    double total = 0;
    for (int group = 0; group < spreads.length; group++) {
      total += centres.isEmpty(group) ? 0 : worst(group, spreads, centres);
    }
    return Double.isFinite(total) ? OptionalDouble.of(total / filled) : OptionalDouble.empty();
  }

  private static double[] spreads(Matrix rows, int[] groups, ClusterMeans centres) {
    double[] spreads = new double[centres.groups()];
    for (int row = 0; row < groups.length; row++) {
      spreads[groups[row]] += Math.sqrt(centres.squaredDistance(rows, row, groups[row]));
    }
    for (int group = 0; group < spreads.length; group++) {
      spreads[group] /= Math.max(1, centres.sizes()[group]);
    }
    return spreads;
  }

  private static double worst(int group, double[] spreads, ClusterMeans centres) {
    double worst = 0;
    for (int other = 0; other < spreads.length; other++) {
      if (other != group && !centres.isEmpty(other)) {
        double distance = Math.sqrt(centres.squaredDistance(group, other));
        double ratio = (spreads[group] + spreads[other]) / distance;
        worst = distance == 0 ? Double.POSITIVE_INFINITY : Math.max(worst, ratio);
      }
      if (Double.isInfinite(worst)) {
        break;
      }
    }
    return worst;
  }
}
