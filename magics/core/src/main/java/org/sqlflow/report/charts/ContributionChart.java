package org.sqlflow.report.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;

/**
 * What each feature adds to predictions: a bar for its mean size, and a swarm with a dot for each
 * row, coloured by the feature's value.
 *
 * @param model the model's name
 * @param unit the unit of the contributions, such as {@code log odds of 1}
 * @param features the most important first
 * @param bars whether there are bars
 * @param dots whether there are dots
 */
public record ContributionChart(
    String model, String unit, List<Feature> features, boolean bars, boolean dots) {
  private static final int MOST_FEATURES = 12;
  private static final int MOST_ROWS = 80;
  private static final int WIDTH = 380;
  private static final int ROW = 26;
  private static final int LETTERS = 28;

  /** The number of heights for dots at the same place; with more, swarms would touch each other. */
  private static final int LANES = 9;

  /**
   * A feature.
   *
   * @param contributions of each row
   * @param values of each row, in the query's units; NaN where it has none
   * @param shuffled how much worse the model's score gets if the feature's values are shuffled; NaN
   *     if unknown
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Feature(String name, double[] contributions, double[] values, double shuffled) {
    /** The mean size of its contributions. */
    public double importance() {
      return Arrays.stream(contributions).map(Math::abs).average().orElse(0);
    }
  }

  /** A dot: where it is, and how large the feature's value is, from 0 to 1, or NaN. */
  private record Dot(int row, double x, double lift, double share) {}

  /** The chart; empty without features, or if neither bars nor dots are wanted. */
  public Optional<Output.Picture> output() {
    if (features.isEmpty() || !(bars || dots)) {
      return Optional.empty();
    }
    List<Feature> drawn = features.subList(0, Math.min(MOST_FEATURES, features.size()));
    String text = "What each feature adds to the predictions of " + model + ": " + unit;
    return Optional.of(
        new Output.Picture(text, Png.of(() -> charts(drawn)), vegaLite(drawn, text)));
  }

  private List<? extends Chart<?, ?>> charts(List<Feature> drawn) {
    List<Chart<?, ?>> charts = new ArrayList<>();
    if (bars) {
      charts.add(barChart(drawn));
    }
    if (dots) {
      charts.add(swarm(drawn));
    }
    return charts;
  }

  /** Up to {@link #MOST_ROWS} rows, evenly spread. */
  private static int[] rows(int count) {
    int shown = Math.min(MOST_ROWS, count);
    return IntStream.range(0, shown).map(i -> (int) ((long) i * count / shown)).toArray();
  }

  /** The dots of a feature; dots that would cover each other are moved up or down. */
  private static List<Dot> dotsOf(Feature feature, double span) {
    double[] known = Arrays.stream(feature.values()).filter(Double::isFinite).sorted().toArray();
    Map<Long, Integer> taken = new LinkedHashMap<>();
    List<Dot> all = new ArrayList<>();
    for (int row : rows(feature.contributions().length)) {
      double x = feature.contributions()[row];
      long cell = Math.round(60 * x / Math.max(span, Double.MIN_NORMAL));
      int before = taken.merge(cell, 1, Integer::sum) - 1;
      int lane = before % LANES;
      double lift = (lane + 1) / 2 * (lane % 2 == 0 ? 1 : -1) / (double) LANES * 0.8;
      all.add(new Dot(row, x, lift, share(known, feature.values()[row])));
    }
    return all;
  }

  /** The share of the values that are smaller. */
  private static double share(double[] sorted, double value) {
    if (!Double.isFinite(value) || sorted.length < 2) {
      return Double.NaN;
    }
    int low = Arrays.binarySearch(sorted, value);
    int at = low < 0 ? -low - 1 : low;
    int first = at;
    while (first > 0 && sorted[first - 1] == value) {
      first--;
    }
    int last = at;
    while (last < sorted.length - 1 && sorted[last + 1] == value) {
      last++;
    }
    return (first + last) / 2.0 / (sorted.length - 1);
  }

  private static double span(List<Feature> drawn) {
    return drawn.stream()
        .flatMapToDouble(feature -> Arrays.stream(feature.contributions()).map(Math::abs))
        .max()
        .orElse(1);
  }

  private Map<String, Object> vegaLite(List<Feature> drawn, String text) {
    List<String> names = drawn.stream().map(Feature::name).toList();
    List<Object> panels = new ArrayList<>();
    Map<String, Object> y =
        Map.of("field", "feature", "type", "nominal", "sort", names, "title", "");
    if (bars) {
      List<Map<String, Object>> values = new ArrayList<>();
      for (Feature feature : drawn) {
        values.add(
            Map.of("feature", feature.name(), "mean", VegaLite.number(feature.importance())));
      }
      panels.add(
          Map.of(
              "data",
              Map.of("values", values),
              "height",
              Map.of("step", ROW),
              "width",
              WIDTH / 2,
              "mark",
              Map.of("type", "bar", "color", Palette.LINE, "tooltip", true),
              "encoding",
              Map.of(
                  "y",
                  y,
                  "x",
                  Map.of(
                      "field", "mean", "type", "quantitative", "title", "mean |contribution|"))));
    }
    if (dots) {
      panels.add(swarmSpec(drawn, y));
    }
    Map<String, Object> spec = VegaLite.titled("What each feature adds to " + model, text);
    spec.put("hconcat", panels);
    return spec;
  }

  private Map<String, Object> swarmSpec(List<Feature> drawn, Map<String, Object> y) {
    List<Map<String, Object>> values = new ArrayList<>();
    double span = span(drawn);
    for (Feature feature : drawn) {
      for (Dot dot : dotsOf(feature, span)) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("feature", feature.name());
        value.put("contribution", VegaLite.number(dot.x()));
        value.put("value", VegaLite.number(feature.values()[dot.row()]));
        value.put("lift", VegaLite.number(dot.lift()));
        value.put("size", Double.isNaN(dot.share()) ? 0.5 : VegaLite.number(dot.share()));
        values.add(value);
      }
    }
    Map<String, Object> encoding = new LinkedHashMap<>();
    encoding.put("y", y);
    encoding.put(
        "yOffset",
        Map.of(
            "field",
            "lift",
            "type",
            "quantitative",
            "scale",
            Map.of("domain", List.of(-0.5, 0.5))));
    encoding.put("x", Map.of("field", "contribution", "type", "quantitative", "title", unit));
    encoding.put(
        "color",
        Map.of(
            "field",
            "size",
            "type",
            "quantitative",
            "title",
            "value",
            "scale",
            Map.of("domain", List.of(0, 1), "range", List.of(Palette.LINE, Palette.ABOVE)),
            "legend",
            Map.of("values", List.of(0, 1), "labelExpr", "datum.value ? 'high' : 'low'")));
    return Map.of(
        "data",
        VegaLite.csv(values),
        "height",
        Map.of("step", ROW),
        "width",
        WIDTH,
        "mark",
        Map.of("type", "circle", "size", 18, "opacity", 0.8, "tooltip", Map.of("content", "data")),
        "encoding",
        encoding);
  }

  private CategoryChart barChart(List<Feature> drawn) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(120 + ROW * drawn.size())
            .title("Mean size of contributions")
            .yAxisTitle(unit)
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(60);
    chart
        .addSeries(
            "mean",
            drawn.stream().map(one -> Png.shortened(one.name(), LETTERS)).toList(),
            drawn.stream().map(Feature::importance).toList())
        .setFillColor(Color.decode(Palette.LINE));
    return chart;
  }

  private XYChart swarm(List<Feature> drawn) {
    List<Feature> reversed = new ArrayList<>(drawn);
    Collections.reverse(reversed);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH + 160)
            .height(120 + ROW * drawn.size())
            .title("Contributions of each row: blue low, orange high values")
            .xAxisTitle(unit)
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(4);
    chart.getStyler().setYAxisMin(-1.0).setYAxisMax((double) reversed.size());
    chart.getStyler().setYAxisTickMarkSpacingHint(ROW - 6);
    // The chart drops ticks with equal labels, so blank labels differ in length.
    chart.setCustomYAxisTickLabelsFormatter(
        at ->
            at == Math.rint(at) && at >= 0 && at < reversed.size()
                ? Png.shortened(reversed.get((int) Math.rint(at)).name(), LETTERS)
                : " ".repeat(1 + (int) Math.round(4 * (at + 2))));
    double span = span(drawn);
    for (int band = 0; band < 4; band++) {
      List<Double> xs = new ArrayList<>();
      List<Double> ys = new ArrayList<>();
      for (int i = 0; i < reversed.size(); i++) {
        for (Dot dot : dotsOf(reversed.get(i), span)) {
          if (band(dot.share()) == band) {
            xs.add(dot.x());
            ys.add(i + dot.lift());
          }
        }
      }
      if (!xs.isEmpty()) {
        XYSeries series = chart.addSeries("band " + band, xs, ys);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(colour(band));
      }
    }
    return chart;
  }

  private static int band(double share) {
    return Double.isNaN(share) ? 3 : Math.min(2, (int) (3 * share));
  }

  private static Color colour(int band) {
    return switch (band) {
      case 0 -> Color.decode(Palette.LINE);
      case 1 -> Color.decode(Palette.BELOW);
      case 2 -> Color.decode(Palette.ABOVE);
      default -> Png.INK;
    };
  }
}
