package org.sqlflow.report.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.ClusterProfile.Feature;
import org.sqlflow.models.ClusterProfile.Group;
import org.sqlflow.models.ClusterProfile.GroupMean;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.report.Palette;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The clusters of some rows: number, size, share, and how each differs from the others. Each has
 * the colour of its points in the map.
 */
public final class ClusterTable {
  private static final int GROUP = 0;
  private static final int SHARE = 2;
  private static final int APART = 3;

  private ClusterTable() {}

  /**
   * A row for each group.
   *
   * @param sizes rows of group 0, 1, …
   */
  public static Output.Rows ofSizes(String title, String groupColumn, List<Long> sizes) {
    return Output.Rows.report(title, table(groupColumn, sizes), looks(sizes));
  }

  private static Table table(String groupColumn, List<Long> sizes) {
    IntColumn group = IntColumn.create(groupColumn);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = all(sizes);
    for (int i = 0; i < sizes.size(); i++) {
      group.append(i);
      rows.append(sizes.get(i));
      share.append(Math.rint(1000 * sizes.get(i) / all) / 10);
    }
    return Table.create(group, rows, share);
  }

  private static double all(List<Long> sizes) {
    return Math.max(1, sizes.stream().mapToLong(Long::longValue).sum());
  }

  private static Map<Integer, Look> looks(List<Long> sizes) {
    double all = all(sizes);
    Map<Integer, Look> looks = new HashMap<>();
    looks.put(
        GROUP,
        new Look.Patches(IntStream.range(0, sizes.size()).mapToObj(Palette::colour).toList()));
    looks.put(SHARE, new Look.Bars(sizes.stream().map(size -> size / all).toList()));
    return looks;
  }

  /** A row for each group, with a description. */
  public static Output.Rows of(String title, ClusterProfile profile) {
    StringColumn apart = StringColumn.create("how it differs");
    profile.groups().forEach(group -> apart.append(group.apart()));
    List<Long> sizes = profile.groups().stream().map(Group::size).toList();
    Map<Integer, Look> looks = looks(sizes);
    looks.put(
        APART,
        new Look.Chips(profile.groups().stream().map(group -> chips(profile, group)).toList()));
    return Output.Rows.report(title, table("group_id", sizes).addColumns(apart), looks);
  }

  private static List<Output.Chip> chips(ClusterProfile profile, Group group) {
    return group.telling().stream()
        .map(i -> chip(group.means().get(i), profile.features().get(i)))
        .toList();
  }

  private static Output.Chip chip(GroupMean own, Feature all) {
    String against = all.against(own.mean(), all.mean());
    String mean = against.substring(0, against.indexOf(" against "));
    return new Output.Chip(
        (own.deviations() > 0 ? "\u25b2 " : "\u25bc ") + own.feature() + " " + mean,
        own.deviations(),
        own.feature() + " is " + own.direction() + " average: " + against);
  }
}
