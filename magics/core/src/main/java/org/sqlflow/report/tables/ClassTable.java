package org.sqlflow.report.tables;

import java.util.List;
import java.util.Map;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The classes of some rows: name, size, share; and what they were predicted as. */
public final class ClassTable {
  private static final int SHARE = 2;

  private ClassTable() {}

  /** A row for each class. */
  public static Output.Rows of(
      String title, String classColumn, List<String> classes, List<Long> sizes) {
    StringColumn name = StringColumn.create(classColumn, classes);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = Math.max(1, sizes.stream().mapToLong(Long::longValue).sum());
    for (long size : sizes) {
      rows.append(size);
      share.append(Math.rint(1000 * size / all) / 10);
    }
    return Output.Rows.report(
        title,
        Table.create(name, rows, share),
        Map.of(SHARE, new Look.Bars(sizes.stream().map(size -> size / all).toList())));
  }

  /**
   * The confusion matrix: a row for each actual class, a column for each predicted one.
   *
   * @param confusion {@code confusion[actual][predicted]}
   */
  public static Table confusion(List<String> classes, long[][] confusion) {
    Table table = Table.create(StringColumn.create("actual", classes));
    for (int predicted = 0; predicted < classes.size(); predicted++) {
      LongColumn rows = LongColumn.create("predicted " + classes.get(predicted));
      for (long[] actual : confusion) {
        rows.append(actual[predicted]);
      }
      table.addColumns(rows);
    }
    return table;
  }
}
