package org.sqlflow.kernel.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;

/**
 * Writes a table as HTML with the colours of the surrounding page, so that it is readable in light
 * and dark themes. Styles are inline, because front ends remove style sheets from untrusted
 * notebooks.
 */
final class TableHtml {
  /** Characters shown of a value, more if there are few columns; the tooltip has the others. */
  static final int WIDEST_VALUE = 80;

  private static final int WIDTH = 320;

  private static final int LONGEST_TOOLTIP = 10_000;
  private static final String MUTED = Html.MUTED;
  private static final String GREY = "#808080";

  /** The length of the longest bar in em. */
  private static final int BAR_EM = 6;

  /** The range of Unicode's box-drawing characters. */
  private static final int FIRST_LINE_DRAWING = 0x2500;

  private static final int LAST_LINE_DRAWING = 0x257f;

  private static final String GRID_SCRIPT = gridScript();

  private TableHtml() {}

  private static String gridScript() {
    try (InputStream script = TableHtml.class.getResourceAsStream("/org/sqlflow/kernel/grid.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final int LONGEST_WRAPPED = 1000;

  private static final String MONOSPACED = ";font-family:monospace;line-height:1.2";
  private static final String CHIPS = ";white-space:normal;min-width:20em;max-width:52em";

  /**
   * Where long texts are on several lines.
   *
   * @param longest text on one line
   * @param narrowest width of a cell with a longer one
   */
  private record Wrapping(int longest, String narrowest) {
    private static final Wrapping NONE = new Wrapping(Integer.MAX_VALUE, "");

    /** A table with few columns has room for long texts. */
    private static final int MOST_COLUMNS = 6;

    /** About as many characters as a page is wide, with those between columns. */
    private static final int PAGE = 140;

    private static final int BETWEEN = 3;
    private static final int SHORT = 30;

    /** A report that fits on a page only with its texts on several lines has them so. */
    static Wrapping of(TableView view) {
      boolean isReport = view.title().isPresent();
      if (isReport && width(view, WIDEST_VALUE) > PAGE && width(view, SHORT) <= PAGE) {
        return new Wrapping(SHORT, "15em");
      }
      return view.columns().size() <= MOST_COLUMNS ? new Wrapping(WIDEST_VALUE, "20em") : NONE;
    }

    /** The characters beside each other, if at most so many of a text are on one line. */
    private static int width(TableView view, int longest) {
      return view.columns().stream()
          .mapToInt(
              column ->
                  BETWEEN
                      + Math.max(
                          column.name().length(),
                          column.values().stream()
                              .flatMap(Optional::stream)
                              .mapToInt(value -> Math.min(longest, value.length()))
                              .max()
                              .orElse(0)))
          .sum();
    }

    boolean isAllowed() {
      return longest < Integer.MAX_VALUE;
    }

    boolean wraps(String value) {
      return isAllowed() && (value.length() > longest || value.indexOf('\n') >= 0);
    }

    String style(String value) {
      return ";white-space:pre-wrap;max-width:44em;overflow-wrap:anywhere"
          + (value.length() > longest ? ";min-width:" + narrowest : "");
    }
  }

  static String render(TableView view) {
    return render(view, Colours.NONE, view.size());
  }

  /**
   * A table with coloured cells.
   *
   * @param below a line below the table; may be empty
   */
  static String render(TableView view, Colours colours, String below) {
    Wrapping wrapping = Wrapping.of(view);
    int widest =
        wrapping.isAllowed()
            ? LONGEST_WRAPPED
            : Math.max(WIDEST_VALUE, WIDTH / Math.max(1, view.columns().size()));
    StringBuilder html = new StringBuilder(1024);
    html.append("<div style=\"overflow-x:auto;max-width:100%\">");
    html.append(
        "<table style=\"border-collapse:collapse;margin:0;font-variant-numeric:tabular-nums\">");
    view.title()
        .ifPresent(
            title ->
                html.append(
                        "<caption style=\"caption-side:top;text-align:left;padding:0.4em"
                            + " 0;color:inherit\">")
                    .append(
                        "<h4 style=\"font-size:100%;font-weight:bold;margin:0;width:0;white-space:nowrap\">")
                    .append(Html.escape(title))
                    .append("</h4></caption>"));
    head(html, view, widest);
    html.append("<tbody>");
    for (int row = 0; row < view.shown(); row++) {
      html.append("<tr>");
      for (int i = 0; i < view.columns().size(); i++) {
        cell(html, view, row, i, colours.style(row, i), widest, wrapping);
      }
      html.append("</tr>");
    }
    html.append("</tbody></table>");
    if (!below.isEmpty()) {
      html.append("<div style=\"margin:0.3em 0;font-size:90%;")
          .append(MUTED)
          .append("\">")
          .append(Html.prose(below))
          .append("</div>");
    }
    return Html.opening(
        view.title().orElse(view.size()), Html.block(html.append("</div>").toString()));
  }

  /** Makes a table scroll, sort and filter. The script reads only the table and loads nothing. */
  static String grid(String table) {
    return "<div data-sqlflow-grid style=\"max-height:28em;overflow:auto\">"
        + table
        + "</div><script>"
        + GRID_SCRIPT
        + "</script>";
  }

  private static void head(StringBuilder html, TableView view, int widest) {
    html.append("<thead><tr>");
    for (TableView.ColumnView column : view.columns()) {
      html.append("<th scope=\"col\" style=\"")
          .append(cell(column))
          .append(";vertical-align:bottom\">");
      column.patch().ifPresent(colour -> patch(html, colour));
      html.append(Html.escape(Shortened.of(column.name(), widest)));
      if (!column.type().isEmpty()) {
        html.append("<br><span style=\"font-weight:normal;font-size:80%;")
            .append(MUTED)
            .append("\">")
            .append(Html.escape(column.type()))
            .append("</span>");
      }
      html.append("</th>");
    }
    html.append("</tr></thead>");
  }

  private static void cell(
      StringBuilder html,
      TableView view,
      int row,
      int index,
      String colour,
      int widest,
      Wrapping wrapping) {
    TableView.ColumnView column = view.columns().get(index);
    Optional<String> value = column.values().get(row);
    if (column.look().orElse(null) instanceof Look.Chips chips
        && !chips.chips().get(row).isEmpty()) {
      html.append("<td style=\"").append(cell(column)).append(CHIPS).append("\">");
      chips.chips().get(row).forEach(chip -> chip(html, chip));
      html.append("</td>");
    } else if (column.look().orElse(null) instanceof Look.Patches patches) {
      html.append("<td style=\"").append(cell(column)).append("\">");
      patch(html, patches.colours().get(row));
      html.append(Html.escape(value.orElse(""))).append("</td>");
    } else if (column.look().orElse(null) instanceof Look.Bars bars) {
      html.append("<td style=\"").append(cell(column)).append("\">");
      bar(html, bars.shares().get(row), view.patch(row).orElse(GREY));
      // At least as wide as 100.0, so that the bars are aligned.
      html.append("<span style=\"display:inline-block;min-width:3em\">")
          .append(Html.escape(value.orElse("")))
          .append("</span></td>");
    } else {
      value(html, column, value, colour, widest, wrapping);
    }
  }

  private static void patch(StringBuilder html, String colour) {
    html.append(
            "<span style=\"display:inline-block;width:0.8em;height:0.8em;margin-right:0.4em;"
                + "border-radius:0.2em;background-color:")
        .append(colour)
        .append("\"></span>");
  }

  private static void bar(StringBuilder html, double share, String colour) {
    html.append(
        String.format(
            Locale.ROOT,
            "<span style=\"display:inline-block;width:%dem;margin-right:0.7em\"><span"
                + " style=\"display:block;height:0.7em;border-radius:0.2em;width:%.1f%%;"
                + "background-color:%s\"></span></span>",
            BAR_EM,
            100 * share,
            colour));
  }

  private static void chip(StringBuilder html, Output.Chip chip) {
    html.append("<span title=\"")
        .append(Html.escape(chip.tooltip()))
        .append(
            "\" style=\"display:inline-block;white-space:normal;border-radius:0.8em;"
                + "padding:0 0.6em;margin:0.1em 0.3em 0.1em 0")
        .append(Colours.style(chip.deviations()))
        .append("\">")
        .append(Html.prose(chip.text()))
        .append("</span> ");
  }

  private static void value(
      StringBuilder html,
      TableView.ColumnView column,
      Optional<String> value,
      String colour,
      int widest,
      Wrapping wrapping) {
    boolean isDrawn = value.filter(TableHtml::isDrawn).isPresent();
    boolean isWrapped = !isDrawn && value.filter(wrapping::wraps).isPresent();
    html.append("<td style=\"").append(cell(column));
    html.append(isDrawn ? MONOSPACED : isWrapped ? wrapping.style(value.get()) : "")
        .append(colour)
        .append('"');
    if (value.isEmpty()) {
      html.append("><span style=\"").append(MUTED).append(";font-style:italic\">NULL</span>");
    } else if (isDrawn) {
      html.append('>').append(Html.escape(Shortened.text(value.get())));
    } else {
      if (value.get().codePointCount(0, value.get().length()) > widest) {
        html.append(" title=\"").append(Html.escape(tooltip(value.get()))).append('"');
      }
      html.append('>');
      html.append(Html.escape(isWrapped ? cut(value.get()) : Shortened.of(value.get(), widest)));
    }
    html.append("</td>");
  }

  private static String cell(TableView.ColumnView column) {
    String align = column.numeric() ? "right" : "left";
    return "text-align:" + align + ";padding:0.2em 0.7em;white-space:pre";
  }

  /** Whether a value is drawn with lines, such as a database's query plan. */
  static boolean isDrawn(String value) {
    return value.indexOf('\n') >= 0
        && value.codePoints().anyMatch(c -> c >= FIRST_LINE_DRAWING && c <= LAST_LINE_DRAWING);
  }

  private static String cut(String value) {
    return value.length() <= LONGEST_WRAPPED
        ? value
        : Shortened.start(value, LONGEST_WRAPPED) + "\u2026";
  }

  private static String tooltip(String value) {
    return value.length() <= LONGEST_TOOLTIP
        ? value
        : Shortened.start(value, LONGEST_TOOLTIP) + "\u2026";
  }

  /**
   * The colours of a table's cells by their deviation: orange above, blue below, which people with
   * any kind of colour blindness can tell apart. They are transparent enough for the text to stay
   * readable on light and dark pages.
   *
   * @param deviations {@code [row][column - 1]}: standard deviations; NaN for none
   */
  record Colours(double[][] deviations) {
    static final Colours NONE = new Colours(new double[0][]);

    private static final String ABOVE = "230,97,1";
    private static final String BELOW = "33,102,172";

    /** A small effect in Cohen 1988; smaller deviations have no colour. */
    private static final double SLIGHT = 0.2;

    /** Deviations from here on have the darkest colour. */
    private static final double FARTHEST = 1.5;

    private static final double DARKEST = 0.6;

    /** The style of a cell, to append to other styles; may be empty. */
    String style(int row, int column) {
      if (row >= deviations.length || column == 0) {
        return "";
      }
      return style(deviations[row][column - 1]);
    }

    /** The style for a deviation. */
    static String style(double deviation) {
      if (Double.isNaN(deviation) || Math.abs(deviation) < SLIGHT) {
        return "";
      }
      double opacity = DARKEST * Math.min(1, Math.abs(deviation) / FARTHEST);
      return String.format(
          Locale.ROOT, ";background-color:rgba(%s,%.2f)", deviation > 0 ? ABOVE : BELOW, opacity);
    }
  }
}
