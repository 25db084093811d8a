package org.sqlflow.models;

import java.util.List;

/**
 * What the groups of a training look like; kept with the model as JSON, for its story.
 *
 * @param profile of the features in which the groups differ most
 * @param map the rows as points of a plane
 */
public record ClusterOverview(ClusterProfile profile, EmbeddingMap map) {
  /** For a model without groups, or one that was stored before portraits were kept. */
  public static final ClusterOverview NONE =
      new ClusterOverview(new ClusterProfile(0, List.of(), List.of()), EmbeddingMap.NONE);

  /** Whether there are any. */
  public boolean hasGroups() {
    return !profile.groups().isEmpty();
  }
}
