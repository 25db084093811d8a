package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.Assessment;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * How a model learned: a panel for each score, with a line for the training rows and one for other
 * rows, and a mark at the epoch whose state was kept.
 *
 * @param model the model's name
 */
public record LearningChart(String model, Assessment assessment) {
  private static final int WIDTH = 320;

  /** The height of the legend below a chart. */
  private static final int LEGEND = 30;

  private static final int HEIGHT = 230;

  /** The most points of a line; of more points, every n-th and the last are drawn. */
  private static final int MOST_POINTS = 250;

  private static final String TRAINING = "training rows";
  private static final String OTHERS = "other rows";
  private static final String KEPT = "kept";

  /** The chart; empty if there are too few epochs for a line. */
  public Optional<Output.Picture> output() {
    List<Assessment.Curve> curves =
        assessment.curves().stream().filter(curve -> curve.training().size() > 1).toList();
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    String text =
        curves.stream()
            .map(Assessment.Curve::name)
            .collect(Collectors.joining("; ", "How " + model + " learned: ", ""));
    return Optional.of(
        new Output.Picture(
            text, Png.of(() -> curves.stream().map(this::chart).toList()), vegaLite(curves, text)));
  }

  /** The epochs that are drawn, from 0. */
  private static int[] drawn(int epochs) {
    int step = Math.max(1, (epochs + MOST_POINTS - 1) / MOST_POINTS);
    return IntStream.range(0, epochs)
        .filter(epoch -> epoch % step == 0 || epoch == epochs - 1)
        .toArray();
  }

  private Map<String, Object> vegaLite(List<Assessment.Curve> curves, String text) {
    List<Object> panels = new ArrayList<>();
    for (Assessment.Curve curve : curves) {
      List<Map<String, Object>> values = new ArrayList<>();
      for (int epoch : drawn(curve.training().size())) {
        values.add(value(curve, epoch, TRAINING, curve.training()));
        if (!curve.validation().isEmpty()) {
          values.add(value(curve, epoch, OTHERS, curve.validation()));
        }
      }
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("mark", Map.of("type", "line", "tooltip", true));
      line.put("data", VegaLite.csv(values));
      line.put(
          "encoding",
          Map.of(
              "x",
              Map.of(
                  "field",
                  curve.unit(),
                  "type",
                  "quantitative",
                  "axis",
                  VegaLite.steps(1, curve.training().size())),
              "y",
              Map.of("field", curve.name(), "type", "quantitative", "scale", Map.of("zero", false)),
              "color",
              Map.of(
                  "field",
                  "rows",
                  "type",
                  "nominal",
                  "title",
                  "",
                  "scale",
                  Map.of(
                      "domain",
                      List.of(TRAINING, OTHERS),
                      "range",
                      List.of(Palette.LINE, Palette.colour(1))))));
      List<Object> layers = new ArrayList<>(List.of(line));
      if (assessment.kept() > 0) {
        Map<String, Object> kept =
            Map.of("values", List.of(Map.of(curve.unit(), assessment.kept())));
        Map<String, Object> step = Map.of("field", curve.unit(), "type", "quantitative");
        layers.add(
            Map.of(
                "mark",
                Map.of("type", "rule", "strokeDash", List.of(4, 4), "color", VegaLite.INK),
                "data",
                kept,
                "encoding",
                Map.of("x", step)));
        layers.add(
            Map.of(
                "mark",
                Map.of(
                    "type",
                    "text",
                    "align",
                    "right",
                    "baseline",
                    "top",
                    "dx",
                    -4,
                    "color",
                    VegaLite.INK),
                "data",
                kept,
                "encoding",
                Map.of("x", step, "y", Map.of("value", 2), "text", Map.of("value", KEPT))));
      }
      panels.add(Map.of("title", curve.name(), "width", WIDTH, "height", HEIGHT, "layer", layers));
    }
    Map<String, Object> spec = VegaLite.titled("How " + model + " learned", text);
    spec.put("hconcat", panels);
    return spec;
  }

  private static Map<String, Object> value(
      Assessment.Curve curve, int epoch, String rows, List<Double> values) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put(curve.unit(), epoch + 1);
    value.put("rows", rows);
    value.put(curve.name(), VegaLite.number(values.get(epoch)));
    return value;
  }

  private XYChart chart(Assessment.Curve curve) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT + LEGEND)
            .title(curve.name())
            .xAxisTitle(curve.unit())
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendSeriesLineLength(14);
    chart.getStyler().setLegendPadding(4);
    chart.getStyler().setLegendBorderColor(Png.NOTHING);
    chart.getStyler().setXAxisTickMarkSpacingHint(40);
    // If the axis began at a point, the chart would label every point, however dense they are.
    chart.getStyler().setXAxisMin(0.5);
    chart.getStyler().setYAxisTickMarkSpacingHint(36);
    chart.setCustomXAxisTickLabelsFormatter(
        step -> step == Math.rint(step) ? Text.number(step, 0) : "");
    chart.setCustomYAxisTickLabelsFormatter(value -> Text.of("%.3g", value));
    line(chart, TRAINING, curve.training(), Palette.LINE);
    if (!curve.validation().isEmpty()) {
      line(chart, OTHERS, curve.validation(), Palette.colour(1));
    }
    if (assessment.kept() > 0) {
      double[] range =
          IntStream.of(0, 1)
              .mapToDouble(
                  end ->
                      IntStream.range(0, curve.training().size())
                          .mapToDouble(epoch -> extreme(curve, epoch, end == 1))
                          .reduce(end == 1 ? Math::max : Math::min)
                          .orElse(0))
              .toArray();
      XYSeries kept =
          chart.addSeries(KEPT, new double[] {assessment.kept(), assessment.kept()}, range);
      kept.setMarker(SeriesMarkers.NONE);
      kept.setLineColor(Png.INK);
      kept.setLineStyle(
          new BasicStroke(
              1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 4}, 0));
    }
    return chart;
  }

  private static double extreme(Assessment.Curve curve, int epoch, boolean greatest) {
    double one = curve.training().get(epoch);
    if (curve.validation().isEmpty()) {
      return one;
    }
    double other = curve.validation().get(epoch);
    return greatest ? Math.max(one, other) : Math.min(one, other);
  }

  private static void line(XYChart chart, String name, List<Double> values, String colour) {
    int[] drawn = drawn(values.size());
    XYSeries series =
        chart.addSeries(
            name,
            IntStream.of(drawn).mapToDouble(epoch -> epoch + 1).toArray(),
            IntStream.of(drawn).mapToDouble(values::get).toArray());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Color.decode(colour));
    series.setLineStyle(new BasicStroke(2f));
  }
}
