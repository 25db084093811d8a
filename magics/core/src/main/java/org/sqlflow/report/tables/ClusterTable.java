package org.sqlflow.report.tables;

import java.util.List;
import org.sqlflow.models.ClusterProfile;
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
