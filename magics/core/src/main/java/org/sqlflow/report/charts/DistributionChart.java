package org.sqlflow.report.charts;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.sqlflow.columns.ColumnProfile;
import org.sqlflow.columns.TextSummary;
import org.sqlflow.data.ColumnType;
import org.sqlflow.models.clustering.NumberCodes;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * How the values of columns are distributed: a small panel for each column, with a histogram of
 * numbers and dates, or the most frequent categories.
 *
 * @param profiles of the columns
 */
public record DistributionChart(List<ColumnProfile> profiles) {
  /** The most panels of a picture, which shows the first columns. */
  private static final int MOST_PANELS = 24;

  private static final int PANELS_IN_ROW = 4;
  private static final int BARS = 16;
  private static final int WIDTH = 250;
  private static final int HEIGHT = 170;
  private static final int TITLE = 26;
  private static final int LABEL = 10;

  /** So many ranges have room for a label each. */
  private static final int FEW_LABELS = 8;

  /** Ranges of dates that span more days are labelled by their months, which have room. */
  private static final int MANY_DAYS = 180;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT);

  /** Numbers between these are written without an exponent. */
  private static final double LONG = 1e6;

  private static final double SHORT = 1e-4;
  private static final MathContext SHOWN = new MathContext(3);

  /**
   * Values beyond this quantile of a heavy tail are counted in the last bar, so that the other bars
   * stay visible.
   */
  private static final double TAIL = 0.99;

  /**
   * A column's bars.
   *
   * @param categories whether the labels are values, not the bounds of ranges
   */
  private record Panel(String title, boolean categories, List<String> labels, List<Long> counts) {
    Panel {
      labels = distinct(labels);
    }

    /** Charts take bars with the same label for the same bar. */
    private static List<String> distinct(List<String> labels) {
      List<String> distinct = new ArrayList<>();
      for (String label : labels) {
        String unused = label;
        while (distinct.contains(unused)) {
          unused += "\u200b";
        }
        distinct.add(unused);
      }
      return distinct;
    }
  }

  /** The chart; empty if no column has values to draw. */
  public Optional<Output.Picture> output() {
    List<Panel> all = profiles.stream().flatMap(profile -> panel(profile).stream()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Panel> panels = all.subList(0, Math.min(MOST_PANELS, all.size()));
    String text =
        panels.size() < all.size()
            ? Text.of(
                "Distributions of the first %,d of %,d columns that have values",
                panels.size(), all.size())
            : Text.of("Distributions of %,d columns", panels.size());
    return Optional.of(
        new Output.Picture(
            text,
            Png.inRows(() -> panels.stream().map(DistributionChart::chart).toList(), PANELS_IN_ROW),
            vegaLite(text, panels)));
  }

  private static Optional<Panel> panel(ColumnProfile profile) {
    if (profile.column().type() == ColumnType.BOOLEAN && profile.sample().length > 0) {
      long yes = Arrays.stream(profile.sample()).filter(value -> value != 0).count();
      return Optional.of(
          new Panel(
              profile.name(),
              true,
              List.of("false", "true"),
              List.of(profile.sample().length - yes, yes)));
    }
    if (profile.texts().isPresent()) {
      List<Map.Entry<String, Integer>> frequent = profile.texts().map(TextSummary::frequent).get();
      boolean repeats = frequent.stream().anyMatch(entry -> entry.getValue() > 1);
      return !repeats
          ? Optional.empty()
          : Optional.of(
              new Panel(
                  profile.name(),
                  true,
                  frequent.stream().map(entry -> shortened(entry.getKey(), LABEL)).toList(),
                  frequent.stream().map(entry -> (long) entry.getValue()).toList()));
    }
    return profile.sample().length == 0 ? Optional.empty() : Optional.of(histogram(profile));
  }

  private static Panel histogram(ColumnProfile profile) {
    double[] values = profile.sample();
    double low = values[0];
    double top = values[values.length - 1];
    double usual = profile.quantile(TAIL);
    boolean cut = usual > low && (top - low) > 3 * (usual - low);
    double high = cut ? usual : top;
    boolean few = profile.isWhole() && high - low < BARS;
    int bars = few ? (int) (high - low) + 1 : high > low ? BARS : 1;
    double width = few ? 1 : (high - low) / bars;
    long[] counts = new long[bars];
    for (double value : values) {
      counts[(int) Math.max(0, Math.min(bars - 1, width > 0 ? (value - low) / width : 0))]++;
    }
    boolean isTime = profile.column().type() == ColumnType.TIME;
    DateTimeFormatter days = high - low < MANY_DAYS ? DAY : MONTH;
    boolean isCode = profile.isWhole() && NumberCodes.isCode(profile.name(), low, top);
    return new Panel(
        profile.name(),
        false,
        IntStream.range(0, bars)
            .mapToObj(
                i ->
                    (cut && i == bars - 1 ? "\u2265 " : "")
                        + (isTime
                            ? days.format(LocalDate.ofEpochDay((long) (low + i * width)))
                            : label(low + i * width, isCode)))
            .toList(),
        Arrays.stream(counts).boxed().toList());
  }

  private static String label(double value, boolean isCode) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < LONG;
    if (!isWhole && (Math.abs(value) >= LONG || Math.abs(value) < SHORT)) {
      return Text.of("%.3g", value);
    }
    BigDecimal shown = new BigDecimal(value).round(isWhole ? MathContext.UNLIMITED : SHOWN);
    return isCode
        ? shown.stripTrailingZeros().toPlainString()
        : Text.number(shown.doubleValue(), Math.max(0, shown.stripTrailingZeros().scale()));
  }

  private static String shortened(String text, int most) {
    return text.isEmpty() ? "''" : Png.shortened(text, most);
  }

  private static CategoryChart chart(Panel panel) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(shortened(panel.title(), TITLE))
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setSeriesColors(new Color[] {Color.decode(Palette.LINE)});
    chart.getStyler().setAvailableSpaceFill(panel.categories() ? 0.7 : 0.98);
    chart.getStyler().setXAxisMaxLabelCount(panel.categories() ? 6 : 4);
    chart.getStyler().setYAxisTicksVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setXAxisLabelRotation(panel.categories() ? 30 : 0);
    chart.addSeries("rows", panel.labels(), panel.counts());
    return chart;
  }

  private static Map<String, Object> vegaLite(String text, List<Panel> panels) {
    Map<String, Object> spec = VegaLite.titled(text, text);
    spec.put("title", Map.of("text", text, "anchor", "start"));
    spec.put("columns", PANELS_IN_ROW);
    spec.put("concat", panels.stream().map(DistributionChart::panelSpec).toList());
    return spec;
  }

  private static Map<String, Object> panelSpec(Panel panel) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (int i = 0; i < panel.labels().size(); i++) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("value", panel.labels().get(i));
      value.put("rows", panel.counts().get(i));
      values.add(value);
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(
        "title",
        Map.of("text", shortened(panel.title(), TITLE), "fontWeight", "normal", "fontSize", 11));
    spec.put("data", Map.of("values", values));
    spec.put("width", 150);
    spec.put("height", 90);
    spec.put("mark", Map.of("type", "bar", "color", Palette.LINE, "tooltip", true));
    spec.put(
        "encoding",
        Map.of(
            "x",
            Map.of(
                "field",
                "value",
                "type",
                "nominal",
                "sort",
                panel.labels(),
                "title",
                "",
                "axis",
                labels(panel)),
            "y",
            Map.of(
                "field",
                "rows",
                "type",
                "quantitative",
                "title",
                "",
                "axis",
                Map.of("ticks", false, "tickCount", 3))));
    return spec;
  }

  /** Each category has its label, slanted; of ranges those that have room, with the last one. */
  private static Map<String, Object> labels(Panel panel) {
    int last = panel.labels().size() - 1;
    if (panel.categories()) {
      return Map.of("labelAngle", -40, "labelLimit", 70);
    }
    if (last < FEW_LABELS) {
      return Map.of("labelAngle", 0);
    }
    List<String> shown =
        IntStream.of(0, last / 2, last).mapToObj(place -> panel.labels().get(place)).toList();
    return Map.of("labelAngle", 0, "values", shown);
  }
}
