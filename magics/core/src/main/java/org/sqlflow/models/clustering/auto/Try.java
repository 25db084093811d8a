package org.sqlflow.models.clustering.auto;

import java.util.Arrays;
import java.util.Optional;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.GroupStability;

/**
 * A method and a number of groups, tried on a sample.
 *
 * @param method the estimator's name
 * @param simplicity the place of the method among all, 0 for the simplest
 * @param found the groups
 * @param neighbours their neighbour agreement; 0 if all rows are in one
 * @param cut the share of neighbours in another group
 * @param separation the neighbour agreement less that of as many groups in rows without any
 * @param stability of the groups under resampling; empty if it was not worth measuring
 * @param seconds that it took
 */
record Try(
    String method,
    int simplicity,
    int clusters,
    Method.Grouping found,
    double neighbours,
    double cut,
    double separation,
    Optional<GroupStability> stability,
    double seconds) {
  /** The neighbour agreement of as many groups of reference rows. */
  double ofReference() {
    return neighbours - separation;
  }

  /** The part of the rows in the largest group. */
  double largest() {
    int[] groups = found.groups();
    int[] sizes = new int[1 + Arrays.stream(groups).max().orElse(0)];
    Arrays.stream(groups).filter(group -> group >= 0).forEach(group -> sizes[group]++);
    return (double) Arrays.stream(sizes).max().orElse(0) / groups.length;
  }

  /** How stable its weakest group is, apart from one in ten. */
  StabilityBand band() {
    return StabilityBand.of(weakest());
  }

  /** Whether its groups are found again. */
  boolean isTrusted() {
    return band() != StabilityBand.UNSTABLE;
  }

  /** The mean stability of the groups; NaN if it was not measured. */
  double stable() {
    return stability.map(GroupStability::mean).orElse(Double.NaN);
  }

  /** How surely the groups are found again; 0 if it was not measured. */
  double weakest() {
    return stability.map(GroupStability::weakest).orElse(0.0);
  }

  /** The same after a resampling of its groups. */
  Try with(GroupStability measured, double more) {
    return new Try(
        method,
        simplicity,
        clusters,
        found,
        neighbours,
        cut,
        separation,
        Optional.of(measured),
        seconds + more);
  }
}
