package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.report.Output;
import org.sqlflow.text.Text;

/**
 * The progress of a training: a panel with the loss of each phase, and one with the share of rows
 * that changed group. Each has its own scale, since the losses of two phases are different things.
 *
 * @param model the model's name
 */
public record CurveChart(String model, List<CurvePoint> curve) {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 210;

  /** Points of a panel; of more each n-th is drawn, and the last. */
  private static final int MOST_POINTS = 250;

  /**
   * A line over the epochs.
   *
   * @param unit what the values are
   */
  private record Panel(String title, String unit, List<CurvePoint> points, boolean changes) {
    /** What the points count. */
    String step() {
      return points.get(0).phase().equals("k-means") ? "iteration" : "epoch";
    }

    double value(CurvePoint point) {
      return changes ? 100 * point.changedShare() : point.loss();
    }

    double[] numbers(ToDoubleFunction<CurvePoint> of) {
      return points.stream().mapToDouble(of).toArray();
    }
  }

  /** The chart; empty if there are too few epochs for a line. */
  public Optional<Output.Picture> output() {
    List<Panel> panels = panels();
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    String text =
        panels.stream()
            .map(Panel::title)
            .collect(Collectors.joining("; ", "Progress of the training of " + model + ": ", ""));
    return Optional.of(
        new Output.Picture(
            text, Png.of(() -> panels.stream().map(CurveChart::chart).toList()), vegaLite(panels)));
  }

  private List<Panel> panels() {
    Map<String, List<CurvePoint>> phases =
        curve.stream()
            .filter(point -> Double.isFinite(point.loss()))
            .collect(
                Collectors.groupingBy(CurvePoint::phase, LinkedHashMap::new, Collectors.toList()));
    List<Panel> panels = new ArrayList<>();
    phases.forEach((phase, points) -> add(panels, title(phase), "loss", points, false));
    List<CurvePoint> changes =
        curve.stream().filter(point -> Double.isFinite(point.changedShare())).toList();
    add(panels, "Rows that changed group", "% of all rows", changes, true);
    return panels;
  }

  private static void add(
      List<Panel> panels, String title, String unit, List<CurvePoint> points, boolean changes) {
    if (points.size() > 1) {
      int step = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
      List<CurvePoint> drawn = new ArrayList<>();
      for (int i = (points.size() - 1) % step; i < points.size(); i += step) {
        drawn.add(points.get(i));
      }
      panels.add(new Panel(title, unit, drawn, changes));
    }
  }

  private static String title(String phase) {
    return phase.substring(0, 1).toUpperCase(Locale.ROOT) + phase.substring(1) + ": loss";
  }

  private Map<String, Object> vegaLite(List<Panel> panels) {
    Map<String, Object> spec = VegaLite.titled("Progress of the training of " + model);
    spec.put("hconcat", panels.stream().map(CurveChart::vegaLite).toList());
    return spec;
  }

  private static Map<String, Object> vegaLite(Panel panel) {
    List<Map<String, Object>> values =
        panel.points().stream()
            .map(
                point ->
                    Map.<String, Object>of(
                        "step", point.epoch(), "value", VegaLite.number(panel.value(point))))
            .toList();
    return Map.of(
        "title",
        Map.of("text", panel.title(), "fontSize", 12),
        "width",
        WIDTH - 80,
        "height",
        HEIGHT - 80,
        "data",
        Map.of("values", values),
        "mark",
        Map.of("type", "line", "color", Palette.LINE, "tooltip", true),
        "encoding",
        Map.of(
            "x",
            Map.of(
                "field",
                "step",
                "type",
                "quantitative",
                "title",
                panel.step(),
                "axis",
                Map.of("tickMinStep", 1)),
            "y",
            Map.of("field", "value", "type", "quantitative", "title", panel.unit())));
  }

  /** A label of an axis, without digits that it does not need. */
  private static String label(double value) {
    BigDecimal three = new BigDecimal(value).round(new MathContext(3));
    return Text.number(value, Math.max(0, three.stripTrailingZeros().scale()));
  }

  private static XYChart chart(Panel panel) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(panel.title())
            .xAxisTitle(panel.step())
            .yAxisTitle(panel.unit())
            .build();
    chart.getStyler().setLegendVisible(false);
    Png.plain(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(40);
    // Points that are equally spaced to the axis's ends would all get a label, however dense.
    chart.getStyler().setXAxisMin(0.5);
    chart.getStyler().setYAxisTickMarkSpacingHint(36);
    chart.setCustomXAxisTickLabelsFormatter(
        step -> step == Math.rint(step) ? Text.number(step, 0) : "");
    chart.setCustomYAxisTickLabelsFormatter(CurveChart::label);
    XYSeries series =
        chart.addSeries(
            panel.title(), panel.numbers(CurvePoint::epoch), panel.numbers(panel::value));
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Color.decode(Palette.LINE));
    series.setLineStyle(new BasicStroke(1.6f));
    return chart;
  }
}
