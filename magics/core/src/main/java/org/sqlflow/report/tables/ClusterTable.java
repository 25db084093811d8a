package org.sqlflow.report.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.clusters.StabilityBand;
import org.sqlflow.models.metrics.GroupSilhouettes;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.report.Palette;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The clusters of rows: number, size, share, and how each differs from the others, in the colour of
 * its points in the map. Rows in no cluster, if there are any, are a row without a number.
 */
public final class ClusterTable {
  private static final String GROUP_ID = "group_id";
  private static final String NAME = "name";
  private static final String NONE = "in no group";
  private static final int GROUP = 0;
  private static final int SHARE = 2;

  private ClusterTable() {}

  /**
   * A row for each group.
   *
   * @param numbers of the groups
   * @param sizes rows of each
   * @param ungrouped rows in no group
   * @param names of the groups
   */
  public static Output.Rows ofSizes(
      String title,
      String groupColumn,
      int[] numbers,
      List<Long> sizes,
      long ungrouped,
      GroupNames names) {
    Table table = table(groupColumn, numbers, sizes, ungrouped);
    addNames(table, numbers, names);
    return Output.Rows.report(title, table, looks(numbers, sizes, ungrouped));
  }

  /** Adds a column with the groups' names, if there are any. */
  private static void addNames(Table table, int[] groups, GroupNames names) {
    if (!names.isEmpty()) {
      StringColumn column = StringColumn.create(NAME);
      for (int row = 0; row < table.rowCount(); row++) {
        column.append(row < groups.length ? names.of(groups[row]).orElse("–") : NONE);
      }
      table.addColumns(column);
    }
  }

  private static Table table(String groupColumn, int[] numbers, List<Long> sizes, long ungrouped) {
    IntColumn group = IntColumn.create(groupColumn);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = all(sizes, ungrouped);
    for (int i = 0; i < sizes.size(); i++) {
      group.append(numbers[i]);
      rows.append(sizes.get(i));
      share.append(Math.rint(1000 * sizes.get(i) / all) / 10);
    }
    if (ungrouped > 0) {
      group.appendMissing();
      rows.append(ungrouped);
      share.append(Math.rint(1000 * ungrouped / all) / 10);
    }
    return Table.create(group, rows, share);
  }

  private static double all(List<Long> sizes, long ungrouped) {
    return Math.max(1, ungrouped + sizes.stream().mapToLong(Long::longValue).sum());
  }

  private static Map<Integer, Look> looks(int[] numbers, List<Long> sizes, long ungrouped) {
    double all = all(sizes, ungrouped);
    List<String> colours =
        new ArrayList<>(Arrays.stream(numbers).mapToObj(Palette::colour).toList());
    List<Double> shares = new ArrayList<>(sizes.stream().map(size -> size / all).toList());
    if (ungrouped > 0) {
      colours.add(Palette.colour(-1));
      shares.add(ungrouped / all);
    }
    Map<Integer, Look> looks = new HashMap<>();
    looks.put(GROUP, new Look.Patches(colours));
    looks.put(SHARE, new Look.Bars(shares));
    return looks;
  }

  /**
   * A row for each group, with its mean silhouette and, where it is known, its stability.
   *
   * @param numbers of the groups
   * @param sizes rows of each
   * @param ungrouped rows in no group
   * @param silhouettes by the groups' numbers
   * @param similarity the mean Jaccard similarity of each group under resampling, from 0 to 1; NaN
   *     if unknown
   */
  public static Output.Rows ofScores(
      String title,
      int[] numbers,
      List<Long> sizes,
      long ungrouped,
      GroupSilhouettes silhouettes,
      Optional<double[]> similarity,
      GroupNames names) {
    Table table = table(GROUP_ID, numbers, sizes, ungrouped);
    addNames(table, numbers, names);
    DoubleColumn silhouette = DoubleColumn.create("silhouette");
    DoubleColumn stability = DoubleColumn.create("stability");
    StringColumn band = StringColumn.create("how stable");
    for (int group = 0; group < sizes.size(); group++) {
      append(silhouette, silhouettes.mean(numbers[group]));
      double similar = similarity.isPresent() ? similarity.get()[group] : Double.NaN;
      append(stability, similar);
      band.append(Double.isNaN(similar) ? "" : StabilityBand.of(similar).word());
    }
    if (ungrouped > 0) {
      silhouette.appendMissing();
      stability.appendMissing();
      band.append(NONE);
    }
    if (!silhouettes.groups().isEmpty()) {
      table.addColumns(silhouette);
    }
    similarity.ifPresent(known -> table.addColumns(stability, band));
    return Output.Rows.report(title, table, looks(numbers, sizes, ungrouped));
  }

  private static void append(DoubleColumn column, double value) {
    if (Double.isNaN(value)) {
      column.appendMissing();
    } else {
      column.append(Math.rint(1000 * value) / 1000);
    }
  }

  /** A row for each group, with a description. */
  public static Output.Rows of(String title, ClusterProfile profile) {
    StringColumn apart = StringColumn.create("how it differs");
    List<List<Output.Chip>> chips = new ArrayList<>();
    for (Group group : profile.groups()) {
      apart.append(group.apart());
      chips.add(chips(profile, group));
    }
    if (profile.ungrouped() > 0) {
      apart.append(NONE);
      chips.add(List.of());
    }
    List<Long> sizes = profile.groups().stream().map(Group::size).toList();
    int[] numbers = profile.groups().stream().mapToInt(Group::number).toArray();
    Map<Integer, Look> looks = looks(numbers, sizes, profile.ungrouped());
    Table table = table(GROUP_ID, numbers, sizes, profile.ungrouped());
    addNames(table, numbers, profile.names());
    looks.put(table.columnCount(), new Look.Chips(chips));
    return Output.Rows.report(title, table.addColumns(apart), looks);
  }

  private static List<Output.Chip> chips(ClusterProfile profile, Group group) {
    return group.telling().stream()
        .map(i -> chip(group.means().get(i), profile.features().get(i)))
        .toList();
  }

  private static Output.Chip chip(GroupMean own, Feature all) {
    String against = all.against(own.mean(), all.mean());
    // As in the table of means.
    String mean = all.written(own.mean(), all.digits(own.mean()));
    return new Output.Chip(
        (own.deviations() > 0 ? "\u25b2 " : "\u25bc ") + own.feature() + " " + mean,
        own.deviations(),
        own.feature() + " is " + own.direction() + " average: " + against);
  }
}
