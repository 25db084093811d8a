package org.sqlflow.report.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The classes of some rows: name, size, share; and what they were predicted as. */
public final class ClassTable {
  private static final int SHARE = 2;
  private static final int MOST_CLASSES = 50;
  private static final int SOME_CLASSES = 20;

  private ClassTable() {}

  /** A row for each class; of very many for the largest. */
  public static Output.Rows of(
      String title, String classColumn, List<String> classes, List<Long> sizes) {
    StringColumn name = StringColumn.create(classColumn);
    LongColumn rows = LongColumn.create("rows");
    DoubleColumn share = DoubleColumn.create("share in %");
    double all = Math.max(1, sizes.stream().mapToLong(Long::longValue).sum());
    List<Double> bars = new ArrayList<>();
    for (int code : shown(sizes)) {
      long size = sizes.get(code);
      name.append(classes.get(code));
      rows.append(size);
      share.append(Math.rint(1000 * size / all) / 10);
      bars.add(size / all);
    }
    String whole =
        bars.size() == sizes.size()
            ? title
            : Text.of("%s: the %d largest of %,d", title, bars.size(), sizes.size());
    return Output.Rows.report(
        whole, Table.create(name, rows, share), Map.of(SHARE, new Look.Bars(bars)));
  }

  private static List<Integer> shown(List<Long> sizes) {
    List<Integer> all = IntStream.range(0, sizes.size()).boxed().toList();
    return sizes.size() <= MOST_CLASSES
        ? all
        : all.stream()
            .sorted(Comparator.comparingLong(code -> -sizes.get(code)))
            .limit(SOME_CLASSES)
            .sorted()
            .toList();
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
