package org.sqlflow.report;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** The groups of some rows: number, size and share. */
final class GroupSizes {
  private GroupSizes() {}

  /**
   * A row for each group.
   *
   * @param sizes rows of group 0, 1, …
   */
  static Table table(String groupColumn, List<Long> sizes) {
    IntColumn group = IntColumn.create(groupColumn);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = Math.max(1, sizes.stream().mapToLong(Long::longValue).sum());
    for (int i = 0; i < sizes.size(); i++) {
      group.append(i);
      rows.append(sizes.get(i));
      share.append(Math.rint(1000 * sizes.get(i) / all) / 10);
    }
    return Table.create(group, rows, share);
  }
}
