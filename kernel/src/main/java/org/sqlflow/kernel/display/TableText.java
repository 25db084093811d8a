package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sqlflow.text.Visible;

/** Writes a table as aligned text, for consoles. */
final class TableText {
  private static final int WIDEST_VALUE = 40;
  private static final int WIDTH = 120;
  private static final String GAP = "  ";

  /** Lines of a value in the last column; longer values are cut. */
  private static final int MOST_LINES = 4;

  private TableText() {}

  static String render(TableView view) {
    return render(view, view.size());
  }

  /**
   * A table.
   *
   * @param below a line below the table; may be empty
   */
  static String render(TableView view, String below) {
    int widest = Math.max(WIDEST_VALUE, WIDTH / Math.max(1, view.columns().size()));
    List<List<String>> columns = new ArrayList<>();
    int taken = 0;
    for (TableView.ColumnView column : view.columns()) {
      boolean isLast = columns.size() == view.columns().size() - 1;
      boolean wraps = isLast && !column.numeric() && !columns.isEmpty();
      List<String> lines = wraps ? wrapped(column, taken) : lines(column, widest);
      columns.add(lines);
      taken += width(lines.get(0)) + GAP.length();
    }
    StringBuilder text = new StringBuilder();
    view.title().ifPresent(title -> text.append(Visible.text(title)).append('\n'));
    for (int line = 0; line < view.shown() + 2 && !columns.isEmpty(); line++) {
      StringBuilder row = new StringBuilder();
      for (List<String> column : columns) {
        row.append(row.isEmpty() ? "" : GAP).append(column.get(line));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.append(Visible.text(below)).toString().stripTrailing();
  }

  /** The last column, wrapped into the room that the other columns leave. */
  private static List<String> wrapped(TableView.ColumnView column, int taken) {
    int room = Math.max(WIDEST_VALUE, WIDTH - taken);
    String below = "\n" + " ".repeat(taken);
    List<List<String>> values = texts(column).map(value -> lines(value, room)).toList();
    int width =
        values.stream()
            .mapToInt(lines -> lines.stream().mapToInt(line -> width(line) + 1).sum() - 1)
            .max()
            .orElse(0);
    return Stream.concat(
            Stream.of(values.get(0).get(0), "-".repeat(Math.min(room, width))),
            values.stream().skip(1).map(lines -> String.join(below, lines)))
        .toList();
  }

  /** A value in lines of limited length; a drawing keeps its lines. */
  private static List<String> lines(String value, int room) {
    return TableHtml.isDrawn(value)
        ? Shortened.text(value).lines().map(TableText::visible).toList()
        : Wrapped.strictly(visible(Shortened.of(value, room * MOST_LINES)), room);
  }

  private static Stream<String> texts(TableView.ColumnView column) {
    return Stream.concat(
        Stream.of(column.name()), column.values().stream().map(value -> value.orElse("NULL")));
  }

  /** The name, rule and values of a column, padded to the same width. */
  private static List<String> lines(TableView.ColumnView column, int widest) {
    List<String> values = texts(column).map(value -> visible(Shortened.of(value, widest))).toList();
    int width = values.stream().mapToInt(TableText::width).max().orElse(0);
    return Stream.concat(
            Stream.of(pad(values.get(0), width, column.numeric()), "-".repeat(width)),
            values.stream().skip(1).map(value -> pad(value, width, column.numeric())))
        .toList();
  }

  private static String visible(String value) {
    return Visible.text(value.replace('\t', ' '));
  }

  private static int width(String value) {
    return Wrapped.width(value);
  }

  private static String pad(String value, int width, boolean right) {
    String space = " ".repeat(width - width(value));
    return right ? space + value : value + space;
  }
}
