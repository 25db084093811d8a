package org.sqlflow.kernel.display;

import java.util.List;
import java.util.stream.Stream;

/** A table as aligned text, for consoles. */
final class TableText {
  private static final int WIDEST_VALUE = 40;
  private static final int WIDTH = 120;
  private static final String GAP = "  ";

  private TableText() {}

  static String render(TableView view) {
    return render(view, view.size());
  }

  /**
   * A table.
   *
   * @param below a line below it; may be empty
   */
  static String render(TableView view, String below) {
    int widest = Math.max(WIDEST_VALUE, WIDTH / Math.max(1, view.columns().size()));
    List<List<String>> columns =
        view.columns().stream().map(column -> lines(column, widest)).toList();
    StringBuilder text = new StringBuilder();
    view.title().ifPresent(title -> text.append(title).append('\n'));
    for (int line = 0; line < view.shown() + 2 && !columns.isEmpty(); line++) {
      StringBuilder row = new StringBuilder();
      for (List<String> column : columns) {
        row.append(row.isEmpty() ? "" : GAP).append(column.get(line));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.append(below).toString().stripTrailing();
  }

  /** Name, rule and values of a column, all of one width. */
  private static List<String> lines(TableView.ColumnView column, int widest) {
    List<String> values =
        Stream.concat(
                Stream.of(column.name()),
                column.values().stream().map(value -> value.orElse("NULL")))
            .map(value -> visible(Shortened.of(value, widest)))
            .toList();
    int width = values.stream().mapToInt(TableText::width).max().orElse(0);
    return Stream.concat(
            Stream.of(pad(values.get(0), width, column.numeric()), "-".repeat(width)),
            values.stream().skip(1).map(value -> pad(value, width, column.numeric())))
        .toList();
  }

  private static String visible(String value) {
    return value.replace('\t', ' ').replaceAll("\\p{Cntrl}", "\ufffd");
  }

  private static int width(String value) {
    return value.codePointCount(0, value.length());
  }

  private static String pad(String value, int width, boolean right) {
    String space = " ".repeat(width - width(value));
    return right ? space + value : value + space;
  }
}
