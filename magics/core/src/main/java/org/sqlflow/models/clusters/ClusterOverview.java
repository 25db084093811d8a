package org.sqlflow.models.clusters;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.sqlflow.models.clusters.ClusterProfile.Group;

/**
 * What the clusters of a training look like; stored with the model as JSON.
 *
 * @param profile of the features in which the clusters differ most
 * @param map the rows as points of a plane
 */
public record ClusterOverview(ClusterProfile profile, EmbeddingMap map) {
  /** Nothing is known about the clusters. */
  public static final ClusterOverview NONE =
      new ClusterOverview(new ClusterProfile(0, List.of(), List.of()), EmbeddingMap.NONE);

  /**
   * The same with other numbers for the groups.
   *
   * @param numbers for each group from 0 its new number
   */
  public ClusterOverview renumbered(int[] numbers) {
    List<Group> groups =
        profile.groups().stream()
            .map(
                group ->
                    new Group(
                        numbers[group.number()],
                        group.size(),
                        group.share(),
                        group.means(),
                        group.apart()))
            .sorted(Comparator.comparingInt(Group::number))
            .toList();
    int[] shown =
        Arrays.stream(map.groups()).map(group -> group < 0 ? group : numbers[group]).toArray();
    return new ClusterOverview(
        new ClusterProfile(profile.rows(), profile.features(), groups, profile.ungrouped()),
        new EmbeddingMap(map.across(), map.up(), shown, map.encoded(), map.rows(), map.kept()));
  }

  /** Whether there is a profile. */
  public boolean hasGroups() {
    return !profile.groups().isEmpty();
  }
}
