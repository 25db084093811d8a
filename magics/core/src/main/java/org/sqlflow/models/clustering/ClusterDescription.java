package org.sqlflow.models.clustering;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.models.ClusterProfile.Feature;
import org.sqlflow.models.ClusterProfile.GroupMean;

/**
 * How a cluster differs from the others, in words. A mean at least 0.8 standard deviations from the
 * overall mean is far above or below it, at least 0.5 above or below, at least 0.2 slightly above
 * or below (a large, medium and small effect in Cohen 1988). Up to five features are named, the
 * furthest first; slight differences only to make up three.
 */
final class ClusterDescription {
  private static final double FAR = 0.8;
  private static final double CLEAR = 0.5;
  private static final double SLIGHT = 0.2;
  private static final int MOST = 5;
  private static final int ENOUGH = 3;

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
    List<Integer> named = named(means);
    if (named.isEmpty()) {
      return "close to the average in every feature";
    }
    return IntStream.range(0, named.size())
        .mapToObj(
            place -> phrase(means.get(named.get(place)), all.get(named.get(place)), place == 0))
        .collect(Collectors.joining(", "));
  }

  private static List<Integer> named(List<GroupMean> means) {
    List<Integer> byDistance =
        IntStream.range(0, means.size())
            .filter(feature -> distance(means.get(feature)) >= SLIGHT)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer f) -> -distance(means.get(f))))
            .toList();
    long clear = byDistance.stream().filter(f -> distance(means.get(f)) >= CLEAR).count();
    return byDistance.stream().limit(Math.max(ENOUGH, Math.min(MOST, clear))).toList();
  }

  private static double distance(GroupMean mean) {
    return Math.abs(mean.deviations());
  }

  private static String phrase(GroupMean own, Feature all, boolean isFirst) {
    String degree = distance(own) >= FAR ? "far " : distance(own) >= CLEAR ? "" : "slightly ";
    return own.feature()
        + " "
        + degree
        + (own.deviations() > 0 ? "above" : "below")
        + (isFirst ? " average" : "")
        + " ("
        + all.against(own.mean(), all.mean())
        + ")";
  }
}
