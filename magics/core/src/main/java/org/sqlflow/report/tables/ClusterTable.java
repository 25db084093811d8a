package org.sqlflow.report.tables;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.StabilityBand;
import org.sqlflow.models.metrics.GroupSilhouettes;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The clusters of some rows: number, size, share, and how each differs from the others. */
public final class ClusterTable {
  private ClusterTable() {}

  /**
   * A row for each group, and one without a number for the rows in none, if there are any.
   *
   * @param sizes rows of group 0, 1, …
   * @param ungrouped rows in none
   */
  public static Table ofSizes(String groupColumn, List<Long> sizes, long ungrouped) {
    IntColumn group = IntColumn.create(groupColumn);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = Math.max(1, ungrouped + sizes.stream().mapToLong(Long::longValue).sum());
    for (int i = 0; i < sizes.size(); i++) {
      group.append(i);
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

  /**
   * A row for each group, with its mean silhouette and, where it is known, its stability.
   *
   * @param ungrouped rows in none
   * @param similarity the mean Jaccard similarity under resampling, from 0 to 1; NaN where it is
   *     not known
   */
  public static Table ofScores(
      List<Long> sizes,
      long ungrouped,
      GroupSilhouettes silhouettes,
      Optional<double[]> similarity) {
    Table table = ofSizes("group_id", sizes, ungrouped);
    DoubleColumn silhouette = DoubleColumn.create("silhouette");
    DoubleColumn stability = DoubleColumn.create("stability");
    StringColumn band = StringColumn.create("how stable");
    for (int group = 0; group < sizes.size(); group++) {
      append(silhouette, silhouettes.mean(group));
      double similar = similarity.isPresent() ? similarity.get()[group] : Double.NaN;
      append(stability, similar);
      band.append(Double.isNaN(similar) ? "" : StabilityBand.of(similar).word());
    }
    if (ungrouped > 0) {
      silhouette.appendMissing();
      stability.appendMissing();
      band.append("in no group");
    }
    if (!silhouettes.groups().isEmpty()) {
      table.addColumns(silhouette);
    }
    return similarity.isPresent() ? table.addColumns(stability, band) : table;
  }

  private static void append(DoubleColumn column, double value) {
    if (Double.isNaN(value)) {
      column.appendMissing();
    } else {
      column.append(Math.rint(1000 * value) / 1000);
    }
  }

  /** A row for each group, with a description. */
  public static Table of(ClusterProfile profile) {
    StringColumn apart = StringColumn.create("how it differs");
    profile.groups().forEach(group -> apart.append(group.apart()));
    if (profile.ungrouped() > 0) {
      apart.append("in no group");
    }
    List<Long> sizes = profile.groups().stream().map(ClusterProfile.Group::size).toList();
    return ofSizes("group_id", sizes, profile.ungrouped()).addColumns(apart);
  }
}
