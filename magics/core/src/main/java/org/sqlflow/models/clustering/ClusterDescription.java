package org.sqlflow.models.clustering;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;

/**
 * How a cluster differs from the others, in words. A mean at least 0.8 standard deviations from the
 * overall mean is far above or below it, at least 0.5 above or below, at least 0.2 slightly above
 * or below (a large, medium and small effect in Cohen 1988). The features are those of {@link
 * Group#telling}.
 */
final class ClusterDescription {
  private ClusterDescription() {}

  /**
   * A phrase such as "balance far above average (4,521 against 1,564), tenure below (9.1 against
   * 11.5)".
   *
   * @param means of the group, in the order of {@code all}
   */
  static String of(long size, List<GroupMean> means, List<Feature> all) {
    if (size == 0) {
      return "no rows";
    }
    List<Integer> named = new Group(0, size, 0, means, "").telling();
    if (named.isEmpty()) {
      return "close to the average in every feature";
    }
    return IntStream.range(0, named.size())
        .mapToObj(
            place -> phrase(means.get(named.get(place)), all.get(named.get(place)), place == 0))
        .collect(Collectors.joining(", "));
  }

  private static String phrase(GroupMean own, Feature all, boolean isFirst) {
    return own.feature()
        + " "
        + own.direction()
        + (isFirst ? " average" : "")
        + " ("
        + all.against(own.mean(), all.mean())
        + ")";
  }
}
