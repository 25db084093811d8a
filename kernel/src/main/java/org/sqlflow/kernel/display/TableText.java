package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.text.Visible;

/** A table as aligned text, for consoles. */
final class TableText {
  private static final int WIDEST_VALUE = 40;
  private static final int WIDTH = 120;
  private static final String GAP = "  ";

  /** Of a longer value the rest is left out. */
  private static final int MOST_LINES = 4;

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
    if (view.isDrawn()) {
      return drawn(view, below);
    }
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

  /**
   * Values that are drawn with characters, such as plans: each as it is, below its row's others.
   */
  private static String drawn(TableView view, String below) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < view.shown(); row++) {
      for (TableView.ColumnView column : view.columns()) {
        String value = column.values().get(row).orElse("NULL");
        String lines = value.lines().map(TableText::visible).collect(Collectors.joining("\n"));
        text.append(lines).append('\n');
      }
    }
    return text.append(Visible.text(below)).toString().stripTrailing();
  }

  /** The last column, whose long values go on below, in what the others leave of a line. */
  private static List<String> wrapped(TableView.ColumnView column, int taken) {
    int room = Math.max(WIDEST_VALUE, WIDTH - taken);
    String below = "\n" + " ".repeat(taken);
    List<String> values =
        texts(column).map(value -> visible(Shortened.of(value, room * MOST_LINES))).toList();
    int width = Math.min(room, values.stream().mapToInt(TableText::width).max().orElse(0));
    return Stream.concat(
            Stream.of(values.get(0), "-".repeat(width)),
            values.stream().skip(1).map(value -> String.join(below, wrapped(value, room))))
        .toList();
  }

  /** A value in lines of at most so many characters, broken at spaces where there are any. */
  private static List<String> wrapped(String value, int room) {
    List<String> lines = new ArrayList<>();
    String rest = value;
    while (width(rest) > room) {
      int end = rest.offsetByCodePoints(0, room);
      int space = rest.lastIndexOf(' ', end);
      int at = space > end / 2 ? space : end;
      lines.add(rest.substring(0, at));
      rest = rest.substring(at).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private static Stream<String> texts(TableView.ColumnView column) {
    return Stream.concat(
        Stream.of(column.name()), column.values().stream().map(value -> value.orElse("NULL")));
  }

  /** Name, rule and values of a column, all of one width. */
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
    return value.codePointCount(0, value.length());
  }

  private static String pad(String value, int width, boolean right) {
    String space = " ".repeat(width - width(value));
    return right ? space + value : value + space;
  }
}
