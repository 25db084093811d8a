package org.sqlflow.models;

import java.util.List;

/**
 * What the clusters of a training look like; stored with the model as JSON.
 *
 * @param profile of the features in which the clusters differ most
 * @param map the rows as points of a plane
 */
public record ClusterOverview(ClusterProfile profile, EmbeddingMap map) {
  /** Nothing is known of the clusters. */
  public static final ClusterOverview NONE =
      new ClusterOverview(new ClusterProfile(0, List.of(), List.of()), EmbeddingMap.NONE);

  /** Whether there is a profile. */
  public boolean hasGroups() {
    return !profile.groups().isEmpty();
  }
}
