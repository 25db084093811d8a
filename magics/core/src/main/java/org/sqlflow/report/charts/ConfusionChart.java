package org.sqlflow.report.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * A confusion matrix as a heat map: a row for each actual class, with the shares of what it was
 * predicted as.
 *
 * @param model the model's name
 * @param confusion {@code confusion[actual][predicted]}: how many rows of each pair
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConfusionChart(String model, List<String> classes, long[][] confusion) {
  /** With more classes the chart is unreadable. */
  private static final int MOST_CLASSES = 20;

  private static final int CELL = 56;
  private static final int LETTER = 7;
  private static final int MOST_LETTERS = 24;
  private static final String UNIT = "predicted, in % of the actual class";

  /** The chart; empty for too many classes. */
  public Optional<Output.Picture> output() {
    if (classes.size() > MOST_CLASSES) {
      return Optional.empty();
    }
    String text =
        Text.of("Confusion matrix of %s: %d classes, in %% of each", model, classes.size());
    return Optional.of(new Output.Picture(text, Png.of(() -> List.of(chart())), vegaLite(text)));
  }

  private double share(int actual, int predicted) {
    double rows = Arrays.stream(confusion[actual]).sum();
    return rows == 0 ? 0 : Math.rint(1000 * confusion[actual][predicted] / rows) / 10;
  }

  private Map<String, Object> vegaLite(String text) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (int actual = 0; actual < classes.size(); actual++) {
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("actual", classes.get(actual));
        value.put("predicted", classes.get(predicted));
        value.put("rows", confusion[actual][predicted]);
        value.put("share in %", share(actual, predicted));
        values.add(value);
      }
    }
    Map<String, Object> spec = VegaLite.withoutLegend("Confusion matrix of " + model, text);
    spec.put("data", Map.of("values", values));
    spec.put("width", Map.of("step", CELL));
    spec.put("height", Map.of("step", CELL));
    spec.put(
        "encoding",
        Map.of(
            "x",
            Map.of(
                "field",
                "predicted",
                "type",
                "nominal",
                "sort",
                classes,
                "axis",
                names(),
                "title",
                UNIT),
            "y",
            Map.of("field", "actual", "type", "nominal", "sort", classes)));
    Map<String, Object> colour =
        Map.of(
            "field",
            "share in %",
            "type",
            "quantitative",
            "legend",
            Map.of("disable", true),
            "scale",
            Map.of("domain", List.of(0, 100), "range", List.of(Palette.MEAN, Palette.BELOW)));
    spec.put(
        "layer",
        List.of(
            Map.of(
                "mark",
                Map.of("type", "rect", "tooltip", Map.of("content", "data")),
                "encoding",
                Map.of("color", colour)),
            Map.of(
                "mark",
                Map.of("type", "text", "color", "black"),
                "encoding",
                Map.of(
                    "text",
                    Map.of("field", "share in %", "type", "quantitative", "format", ".1f")))));
    return spec;
  }

  /** Short names are horizontal, long ones slanted. */
  private Map<String, Object> names() {
    int longest = classes.stream().mapToInt(name -> Png.width(name, LETTER)).max().orElse(0);
    return Map.of("labelAngle", longest <= CELL ? 0 : -30, "labelLimit", 160);
  }

  private HeatMapChart chart() {
    List<String> names = classes.stream().map(name -> Png.shortened(name, MOST_LETTERS)).toList();
    // The chart counts its rows from the bottom.
    List<String> rows = new ArrayList<>(names);
    Collections.reverse(rows);
    int labels = names.stream().mapToInt(name -> Png.width(name, LETTER)).max().orElse(0);
    String title = "Confusion matrix of " + Png.shortened(model, MOST_LETTERS);
    int map = Math.max(CELL * names.size(), Math.max(Png.width(title, 9), Png.width(UNIT, LETTER)));
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(labels + map + 60)
            .height(140 + CELL * names.size())
            .title(title)
            .xAxisTitle(UNIT)
            .build();
    chart
        .getStyler()
        .setRangeColors(new Color[] {Color.decode(Palette.MEAN), Color.decode(Palette.BELOW)});
    chart.getStyler().setMin(0).setMax(100).setShowValue(true);
    chart.getStyler().setHeatMapValueDecimalPattern("0.0");
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < names.size(); x++) {
      for (int y = 0; y < names.size(); y++) {
        cells.add(new Number[] {x, y, share(names.size() - 1 - y, x)});
      }
    }
    chart.addSeries("share", names, rows, cells);
    return chart;
  }
}
