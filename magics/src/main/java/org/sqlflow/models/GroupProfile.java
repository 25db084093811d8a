package org.sqlflow.models;

import java.util.List;

/**
 * What the groups of a clustering are like, in the features' original units.
 *
 * @param rows rows in all groups together
 * @param features over all groups
 * @param groups by their numbers
 */
public record GroupProfile(long rows, List<Feature> features, List<Group> groups) {
  /**
   * A feature over all groups.
   *
   * @param values rows that have a value
   * @param mean NaN if there are no values
   * @param deviation standard deviation of the population; NaN if there are no values
   */
  public record Feature(String name, long values, double mean, double deviation) {}

  /**
   * One group.
   *
   * @param share of all rows, from 0 to 1
   * @param means one for each feature, in their order
   * @param apart what sets the group apart, in words
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
