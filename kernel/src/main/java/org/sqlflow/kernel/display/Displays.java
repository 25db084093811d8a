package org.sqlflow.kernel.display;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.sqlflow.data.SqlType;
import org.sqlflow.magic.CellOptions;
import org.sqlflow.magic.Result;
import org.sqlflow.report.Output;
import org.sqlflow.text.Visible;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Converts outputs and values of cells to display data, each as HTML and as text. Used by one
 * thread at a time.
 */
public final class Displays {
  private static final String BADGE =
      "<span style=\"display:inline-block;border:1px solid #808080;border-radius:0.8em;"
          + "padding:0 0.7em;margin-right:0.4em;font-weight:bold\">";

  /** JupyterLab breaks preformatted lines within words. */
  private static final String CODE = "<pre style=\"word-break:normal;overflow-wrap:anywhere\">";

  private final Renderer renderer;
  private final long mostBytes;
  private final List<Known> known = new ArrayList<>();

  private record Known(
      WeakReference<Table> table,
      Map<Integer, BitSet> present,
      List<SqlType> types,
      boolean isPartial) {}

  /** Displays that pass values of unknown types to a renderer, and show about a megabyte each. */
  public Displays(Renderer renderer) {
    this(renderer, OutputLimit.bytes(Map.of()));
  }

  /**
   * Displays with another limit.
   *
   * @param mostBytes the approximate size of a result's text and of its HTML; 0 for no limit
   */
  public Displays(Renderer renderer, long mostBytes) {
    this.renderer = renderer;
    this.mostBytes = mostBytes;
  }

  /**
   * An output of the magic.
   *
   * @param limit rows to show of a result, 0 for all
   */
  public DisplayData of(Output output, int limit) {
    if (output instanceof Output.Rows rows) {
      return table(rows, rows.isLimited() ? limit : 0);
    }
    if (output instanceof Output.Heat heat) {
      return heat(heat);
    }
    if (output instanceof Output.Picture picture) {
      return picture(picture);
    }
    if (output instanceof Output.Details details) {
      return details(details);
    }
    if (output instanceof Output.Code code) {
      return code(code);
    }
    return note((Output.Note) output);
  }

  private static DisplayData code(Output.Code code) {
    DisplayData data = new DisplayData(Visible.text(code.title() + ":\n" + code.text()));
    data.putHTML(Html.sentence(code.title() + ":", CODE + Html.escape(code.text()) + "</pre>"));
    return data;
  }

  private static DisplayData heat(Output.Heat heat) {
    TableView view = TableView.of(heat);
    DisplayData data = new DisplayData(TableText.render(view, heat.legend()));
    data.putHTML(TableHtml.render(view, new TableHtml.Colours(heat.deviations()), heat.legend()));
    return data;
  }

  /** Without HTML: a front end that finds HTML in a bundle shows no picture. */
  private static DisplayData picture(Output.Picture picture) {
    DisplayData data = new DisplayData(Visible.text(picture.text()));
    data.putData("application/vnd.vegalite.v5+json", visible(picture.vegaLite()));
    picture
        .png()
        .ifPresent(png -> data.putData("image/png", Base64.getEncoder().encodeToString(png)));
    return data;
  }

  /** A specification with visible control characters in texts and names, which still match. */
  private static Object visible(Object json) {
    if (json instanceof String text) {
      return Visible.text(text);
    }
    if (json instanceof List<?> list) {
      return list.stream().map(Displays::visible).toList();
    }
    if (json instanceof Map<?, ?> map) {
      Map<Object, Object> shown = new LinkedHashMap<>();
      map.forEach((name, value) -> shown.put(visible(name), visible(value)));
      return shown;
    }
    return json;
  }

  /** A value of a Java cell. */
  public DisplayData of(Object value) {
    if (value instanceof DisplayData data) {
      return data;
    }
    if (value instanceof Table table) {
      return table(rows(table), CellOptions.ROWS_SHOWN);
    }
    if (value instanceof Column<?> column) {
      return table(rows(Table.create(column.name(), column)), CellOptions.ROWS_SHOWN);
    }
    if (value instanceof Result result && result.size() > 0) {
      return table(rows(result.head()), CellOptions.ROWS_SHOWN);
    }
    if (value instanceof Row row) {
      return of(row);
    }
    if (value instanceof RenderedImage || value instanceof Chart<?, ?>) {
      return picture(value);
    }
    if (value == null) {
      return new DisplayData("null");
    }
    if (value.getClass().isArray()) {
      return new DisplayData(Visible.text(Shortened.text(elements(value))));
    }
    if (value instanceof CharSequence text) {
      return new DisplayData(Visible.text(Shortened.text(text.toString())));
    }
    DisplayData rendered = renderer.render(value);
    if (rendered.getData(MIMEType.TEXT_PLAIN) instanceof String text) {
      rendered.putText(Shortened.text(text));
    }
    return rendered;
  }

  private DisplayData of(Row row) {
    Table one = Table.create();
    for (String name : row.columnNames()) {
      Column<?> column = row.getColumnType(name).create(name);
      column.appendObj(row.getObject(name));
      one.addColumns(column);
    }
    return table(rows(one), CellOptions.ROWS_SHOWN);
  }

  /** Preformatted lines. */
  public static DisplayData preformatted(String text) {
    DisplayData data = new DisplayData(Visible.text(text));
    data.putHTML("<pre>" + Html.escape(text) + "</pre>");
    return data;
  }

  /** Sentences, each on its own line. */
  public static DisplayData note(List<String> lines) {
    return note(new Output.Note(lines));
  }

  /** The first sentence, the badges, and the other sentences. */
  private static DisplayData note(Output.Note note) {
    List<String> text = new ArrayList<>(note.lines());
    StringBuilder html = new StringBuilder();
    if (!note.badges().isEmpty()) {
      html.append("<div style=\"margin:0.4em 0\">");
      note.badges()
          .forEach(badge -> html.append(BADGE).append(Html.prose(badge)).append("</span> "));
      html.append("</div>");
      text.add(Math.min(1, text.size()), "[" + String.join("] [", note.badges()) + "]");
    }
    note.lines().stream().skip(1).map(Html::line).forEach(html::append);
    DisplayData data = new DisplayData(Visible.text(String.join("\n", text)));
    data.putHTML(Html.sentence(text.isEmpty() ? "" : text.get(0), html.toString()));
    return data;
  }

  /** Sentences and tables under a title that unfolds them; in plain text they are indented. */
  private DisplayData details(Output.Details details) {
    List<DisplayData> parts = new ArrayList<>();
    if (!details.lines().isEmpty()) {
      parts.add(note(details.lines()));
    }
    details.tables().forEach(rows -> parts.add(table(rows, 0)));
    String text =
        parts.stream()
            .flatMap(part -> ((String) part.getData(MIMEType.TEXT_PLAIN)).lines())
            .map(line -> "\n  " + line)
            .collect(Collectors.joining());
    DisplayData data = new DisplayData(details.title() + ":" + text);
    data.putHTML(
        Html.opening(
            details.title(),
            Html.block(
                parts.stream()
                    .map(part -> (String) part.getData(MIMEType.TEXT_HTML))
                    .collect(
                        Collectors.joining(
                            "",
                            "<details><summary style=\"cursor:pointer\">"
                                + Html.escape(details.title())
                                + "</summary>",
                            "</details>")))));
    return data;
  }

  /**
   * Remembers what a Tablesaw table cannot hold: the database's types, and which values are present
   * although they equal Tablesaw's marker for missing ones.
   */
  public void remember(Output.Rows rows) {
    known.removeIf(entry -> entry.table().get() == null);
    if (!rows.present().isEmpty() || !rows.types().isEmpty()) {
      known.add(
          new Known(
              new WeakReference<>(rows.table()),
              rows.present(),
              rows.types(),
              rows.whole().isPresent()));
    }
  }

  private Output.Rows rows(Table table) {
    Known entry =
        known.stream()
            .filter(candidate -> candidate.table().get() == table)
            .findFirst()
            .orElse(new Known(new WeakReference<>(table), Map.of(), List.of(), false));
    // The user may have added or dropped columns since.
    List<SqlType> types = entry.types().size() == table.columnCount() ? entry.types() : List.of();
    return new Output.Rows(
        Optional.empty(),
        table,
        entry.present(),
        types,
        Output.Role.RESULT,
        entry.isPartial() ? Optional.of(() -> rows(table)) : Optional.empty(),
        Map.of());
  }

  /** A result in a box to scroll, sort and filter; its text has the first rows. */
  public DisplayData grid(Output.Rows rows, int limit) {
    DisplayData data =
        table(rows, limit == 0 ? CellOptions.ROWS_SHOWN : Math.min(limit, CellOptions.ROWS_SHOWN));
    String table = (String) table(rows, limit).getData(MIMEType.TEXT_HTML);
    data.putHTML(TableHtml.grid(table));
    return data;
  }

  private DisplayData table(Output.Rows rows, int limit) {
    TableView all = TableView.of(rows, limit);
    TableView view = rows.isLimited() ? all.within(mostBytes) : all;
    String below = rows.isResult() ? view.size() : "";
    if (view.shown() < all.shown()) {
      below +=
          String.format(
              Locale.ROOT,
              "; more would exceed the output limit of %,d kB (%s)",
              mostBytes / 1000,
              OutputLimit.VARIABLE);
    }
    if (rows.whole().isPresent()) {
      below += "; the query runs again when _ is asked for the rest";
    }
    DisplayData data = new DisplayData(TableText.render(view, below));
    data.putHTML(TableHtml.render(view, TableHtml.Colours.NONE, below));
    return data;
  }

  /** All elements, including those of nested arrays. */
  private static String elements(Object array) {
    String wrapped = Arrays.deepToString(new Object[] {array});
    return wrapped.substring(1, wrapped.length() - 1);
  }

  /** An image or a chart as PNG. */
  private static DisplayData picture(Object value) {
    try {
      return value instanceof Chart<?, ?> chart
          ? png(
              BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG),
              "chart",
              chart.getWidth(),
              chart.getHeight())
          : image((RenderedImage) value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DisplayData image(RenderedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png(png.toByteArray(), "image", image.getWidth(), image.getHeight());
  }

  private static DisplayData png(byte[] png, String what, int width, int height) {
    DisplayData data =
        new DisplayData(
            String.format(Locale.ROOT, "%s of %d \u00d7 %d pixels", what, width, height));
    data.putData("image/png", Base64.getEncoder().encodeToString(png));
    return data;
  }
}
