package org.sqlflow.report.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The classes of rows, with their sizes and shares, and what they were predicted as. */
public final class ClassTable {
  private static final int SHARE = 2;

  /** The most classes that get a row each. */
  private static final int MOST = 40;

  private ClassTable() {}

  /**
   * A row for each class; if there are very many, for the largest ones, and one row for all others.
   */
  public static Output.Rows of(
      String title, String classColumn, List<String> classes, List<Long> sizes) {
    return sizes.size() <= MOST
        ? each(title, classColumn, classes, sizes)
        : largest(title, classColumn, classes, sizes);
  }

  private static Output.Rows largest(
      String title, String classColumn, List<String> classes, List<Long> sizes) {
    List<Integer> largest =
        IntStream.range(0, sizes.size())
            .boxed()
            .sorted(Comparator.comparing((Integer code) -> -sizes.get(code)))
            .limit(MOST - 1L)
            .sorted()
            .toList();
    List<String> names = new ArrayList<>(largest.stream().map(classes::get).toList());
    List<Long> rows = new ArrayList<>(largest.stream().map(sizes::get).toList());
    long all = sizes.stream().mapToLong(Long::longValue).sum();
    names.add(Text.of("%,d other classes", sizes.size() - largest.size()));
    rows.add(all - rows.stream().mapToLong(Long::longValue).sum());
    return each(title, classColumn, names, rows);
  }

  private static Output.Rows each(
      String title, String classColumn, List<String> classes, List<Long> sizes) {
    StringColumn name = StringColumn.create(classColumn, shown(classes));
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

  private static List<String> shown(List<String> names) {
    return names.stream().map(Visible::value).toList();
  }

  /** Whether there are so many classes that their confusion matrix says little. */
  public static boolean areMany(List<String> classes) {
    return classes.size() > MOST;
  }

  /**
   * Which classes are taken for which, the most frequent mistakes first.
   *
   * @param confusion {@code confusion[actual][predicted]}
   */
  public static Table mistakes(List<String> classes, long[][] confusion) {
    List<int[]> pairs = new ArrayList<>();
    for (int actual = 0; actual < confusion.length; actual++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (actual != predicted && confusion[actual][predicted] > 0) {
          pairs.add(new int[] {actual, predicted});
        }
      }
    }
    pairs.sort(Comparator.comparing((int[] pair) -> -confusion[pair[0]][pair[1]]));
    StringColumn actual = StringColumn.create("actual");
    StringColumn predicted = StringColumn.create("predicted");
    LongColumn rows = LongColumn.create("rows");
    for (int[] pair : pairs.subList(0, Math.min(MOST, pairs.size()))) {
      actual.append(Visible.value(classes.get(pair[0])));
      predicted.append(Visible.value(classes.get(pair[1])));
      rows.append(confusion[pair[0]][pair[1]]);
    }
    return Table.create(actual, predicted, rows);
  }

  /**
   * The confusion matrix: a row for each actual class, a column for each predicted one.
   *
   * @param confusion {@code confusion[actual][predicted]}
   */
  public static Table confusion(List<String> classes, long[][] confusion) {
    Table table = Table.create(StringColumn.create("actual", shown(classes)));
    Set<String> taken = new HashSet<>();
    for (int predicted = 0; predicted < classes.size(); predicted++) {
      String name = "predicted " + Visible.value(classes.get(predicted));
      String unique = name;
      for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
        unique = name + " (" + i + ")";
      }
      LongColumn rows = LongColumn.create(unique);
      for (long[] actual : confusion) {
        rows.append(actual[predicted]);
      }
      table.addColumns(rows);
    }
    return table;
  }
}
