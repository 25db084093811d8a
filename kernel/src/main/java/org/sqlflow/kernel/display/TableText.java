package org.sqlflow.kernel.display;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sqlflow.text.Visible;

/** Writes a table as aligned text, for consoles. */
final class TableText {
  private static final int WIDEST_VALUE = 40;
  private static final int WIDTH = 120;
  private static final String GAP = "  ";

  /** Lines of a value that is wrapped; longer values are cut. */
  private static final int MOST_LINES = 4;

  private static final int MOST_LINES_OF_A_REPORT = 6;

  private TableText() {}

  static String render(TableView view) {
    return render(view, view.size());
  }

  /**
   * A table. In a report long texts are on several lines; a result has a line for each row, but for
   * its last column.
   *
   * @param below a line below the table; may be empty
   */
  static String render(TableView view, String below) {
    int widest = Math.max(WIDEST_VALUE, WIDTH / Math.max(1, view.columns().size()));
    List<Cells> columns = new ArrayList<>();
    int taken = 0;
    for (TableView.ColumnView column : view.columns()) {
      boolean isLast = columns.size() == view.columns().size() - 1;
      boolean isReport = view.title().isPresent();
      boolean wraps = (isLast || isReport) && !column.numeric() && !columns.isEmpty();
      int room = isLast ? Math.max(WIDEST_VALUE, WIDTH - taken) : widest;
      Cells cells =
          wraps
              ? wrapped(column, room, isReport ? MOST_LINES_OF_A_REPORT : MOST_LINES)
              : cut(column, widest);
      columns.add(cells);
      taken += cells.width() + GAP.length();
    }
    StringBuilder text = new StringBuilder();
    view.title().ifPresent(title -> text.append(Visible.text(title)).append('\n'));
    for (int row = 0; row <= view.shown() && !columns.isEmpty(); row++) {
      append(text, columns, row);
      if (row == 0) {
        text.append(columns.stream().map(c -> "-".repeat(c.width())).collect(joining(GAP)));
        text.append('\n');
      }
    }
    return text.append(Visible.text(below)).toString().stripTrailing();
  }

  /**
   * A column.
   *
   * @param lines of the name and of each value
   * @param right whether they are aligned to the right
   */
  private record Cells(List<List<String>> lines, int width, boolean right) {
    String line(int row, int place) {
      List<String> all = lines.get(row);
      return pad(place < all.size() ? all.get(place) : "", width, right);
    }
  }

  private static void append(StringBuilder text, List<Cells> columns, int row) {
    int height =
        columns.stream().mapToInt(column -> column.lines().get(row).size()).max().orElse(1);
    for (int line = 0; line < height; line++) {
      int place = line;
      text.append(
              columns.stream()
                  .map(column -> column.line(row, place))
                  .collect(joining(GAP))
                  .stripTrailing())
          .append('\n');
    }
  }

  /** A column of texts on several lines, as long as they all would be on one, or as the room. */
  private static Cells wrapped(TableView.ColumnView column, int room, int most) {
    List<List<String>> values = texts(column).map(value -> lines(value, room, most)).toList();
    int width =
        values.stream()
            .mapToInt(lines -> lines.stream().mapToInt(line -> width(line) + 1).sum() - 1)
            .max()
            .orElse(0);
    return new Cells(values, Math.min(room, width), false);
  }

  /** A column of one line a value. */
  private static Cells cut(TableView.ColumnView column, int widest) {
    List<List<String>> values =
        texts(column).map(value -> List.of(visible(Shortened.of(value, widest)))).toList();
    int width = values.stream().mapToInt(lines -> width(lines.get(0))).max().orElse(0);
    return new Cells(values, width, column.numeric());
  }

  /** A value in lines of limited length; a drawing keeps its lines. */
  private static List<String> lines(String value, int room, int most) {
    return TableHtml.isDrawn(value)
        ? Shortened.text(value).lines().map(TableText::visible).toList()
        : Wrapped.strictly(visible(Shortened.of(value, room * most)), room);
  }

  private static Stream<String> texts(TableView.ColumnView column) {
    return Stream.concat(
        Stream.of(column.name()), column.values().stream().map(value -> value.orElse("NULL")));
  }

  private static String visible(String value) {
    return Visible.text(value.replace('\t', ' '));
  }

  private static int width(String value) {
    return Wrapped.width(value);
  }

  private static String pad(String value, int width, boolean right) {
    String space = " ".repeat(Math.max(0, width - width(value)));
    return right ? space + value : value + space;
  }
}
