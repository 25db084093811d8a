package org.sqlflow.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The clusters of a clustering in the features' original units.
 *
 * @param rows rows in all groups together
 * @param features over all groups
 * @param groups by their numbers
 */
public record ClusterProfile(long rows, List<Feature> features, List<Group> groups) {
  /**
   * The same with at most this many features, in their order: those in which a cluster differs
   * most.
   */
  public ClusterProfile mostDistinct(int most) {
    if (features.size() <= most) {
      return this;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, features.size()).boxed().toList());
    order.sort(Comparator.comparingDouble(feature -> -farthest(feature)));
    return keeping(order.stream().limit(most).sorted().toList());
  }

  /** The same without the features that never vary. */
  public ClusterProfile varying() {
    return keeping(
        IntStream.range(0, features.size())
            .filter(feature -> features.get(feature).deviation() != 0)
            .boxed()
            .toList());
  }

  private ClusterProfile keeping(List<Integer> kept) {
    return new ClusterProfile(
        rows,
        kept.stream().map(features::get).toList(),
        groups.stream()
            .map(
                group ->
                    new Group(
                        group.number(),
                        group.size(),
                        group.share(),
                        kept.stream().map(group.means()::get).toList(),
                        group.apart()))
            .toList());
  }

  /** The largest distance of a mean, in standard deviations; 0 if no cluster has a mean. */
  private double farthest(int feature) {
    return groups.stream()
        .mapToDouble(group -> Math.abs(group.means().get(feature).deviations()))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /**
   * A feature over all groups.
   *
   * @param values rows that have a value
   * @param mean NaN if there are no values
   * @param deviation standard deviation of the population; NaN if there are no values
   * @param share whether all values are 0 or 1, as those of a category: the mean is a share of rows
   */
  public record Feature(String name, long values, double mean, double deviation, boolean share) {}

  /**
   * One group.
   *
   * @param share of all rows, from 0 to 1
   * @param means one for each feature, in their order
   * @param apart how the cluster differs from the others, in words
   */
  public record Group(int number, long size, double share, List<GroupMean> means, String apart) {}

  /**
   * A feature within a group.
   *
   * @param values rows that have a value
   * @param mean NaN if there are no values
   * @param deviations distance from the feature's overall mean, in its standard deviations; 0 for a
   *     feature that never varies, NaN if there are no values
   */
  public record GroupMean(String feature, long values, double mean, double deviations) {}
}
