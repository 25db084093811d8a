package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
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

  /** The most points of a panel; of more points, every n-th and the last are drawn. */
  private static final int MOST_POINTS = 250;

  /**
   * A line over the epochs.
   *
   * @param unit what the values are
   */
  private record Panel(String title, String unit, List<CurvePoint> points, boolean changes) {
    /** What the horizontal axis counts. */
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

  /** A loss has risen if it ends this part of its range above its minimum. */
  private static final double RISEN = 0.1;

  /** A smaller loss is 0 except for rounding errors. */
  private static final double NOTHING = 1e-12;

  private static final String CLUSTERING = "clustering";

  /** Sentences about losses that rise again, in the order of their phases. */
  public List<String> rises() {
    return phases().entrySet().stream()
        .flatMap(phase -> rise(phase.getKey(), phase.getValue()).stream())
        .toList();
  }

  private static Optional<String> rise(String phase, List<CurvePoint> points) {
    CurvePoint last = points.get(points.size() - 1);
    CurvePoint least = Collections.min(points, Comparator.comparingDouble(CurvePoint::loss));
    double most = points.stream().mapToDouble(CurvePoint::loss).max().orElse(0);
    if (last.loss() < NOTHING
        || !(last.loss() - least.loss() > RISEN * (most - least.loss()))
        || !(last.loss() - least.loss() > RISEN * Math.abs(least.loss()))) {
      return Optional.empty();
    }
    return Optional.of(
        Text.of(
            "The loss of %s rises from %.4g (epoch %,d) to %.4g (epoch %,d)%s.",
            phase,
            least.loss(),
            least.epoch(),
            last.loss(),
            last.epoch(),
            phase.equals(CLUSTERING)
                ? ": its target changes during the training, so this alone is not a problem"
                : ": training longer does not help"));
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
            text,
            Png.of(() -> panels.stream().map(CurveChart::chart).toList()),
            vegaLite(panels, text)));
  }

  private Map<String, List<CurvePoint>> phases() {
    return curve.stream()
        .filter(point -> Double.isFinite(point.loss()))
        .collect(Collectors.groupingBy(CurvePoint::phase, LinkedHashMap::new, Collectors.toList()));
  }

  private List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    phases().forEach((phase, points) -> add(panels, title(phase), "loss", points, false));
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

  private Map<String, Object> vegaLite(List<Panel> panels, String description) {
    Map<String, Object> spec = VegaLite.titled("Progress of the training of " + model, description);
    spec.put(
        "hconcat",
        IntStream.range(0, panels.size())
            .mapToObj(i -> vegaLite(panels.get(i), "at" + i))
            .toList());
    return spec;
  }

  /**
   * A panel in which the point nearest to the mouse shows its values.
   *
   * @param at the name of that point
   */
  private static Map<String, Object> vegaLite(Panel panel, String at) {
    List<Map<String, Object>> values =
        panel.points().stream()
            .map(
                point ->
                    Map.<String, Object>of(
                        "step", point.epoch(), "value", VegaLite.number(panel.value(point))))
            .toList();
    Map<String, Object> epochs = new LinkedHashMap<>();
    epochs.put("field", "step");
    epochs.put("type", "quantitative");
    epochs.put("title", panel.step());
    List<CurvePoint> points = panel.points();
    epochs.put(
        "axis", VegaLite.steps(points.get(0).epoch(), points.get(points.size() - 1).epoch()));
    epochs.put("scale", Map.of("zero", false, "nice", false));
    Map<String, Object> line =
        Map.of("mark", Map.of("type", "line", "color", Palette.LINE, "strokeWidth", 2));
    Map<String, Object> nearest =
        Map.of(
            "name",
            at,
            "select",
            Map.of(
                "type",
                "point",
                "on",
                "mouseover",
                "clear",
                "mouseout",
                "nearest",
                true,
                "encodings",
                List.of("x")));
    Map<String, Object> point =
        Map.of(
            "params",
            List.of(nearest),
            "mark",
            Map.of("type", "point", "filled", true, "size", 70, "color", Palette.LINE),
            "encoding",
            Map.of(
                "opacity",
                Map.of("condition", Map.of("param", at, "empty", false, "value", 1), "value", 0),
                "tooltip",
                List.of(
                    Map.of("field", "step", "type", "quantitative", "title", panel.step()),
                    Map.of("field", "value", "type", "quantitative", "title", panel.unit()))));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("title", Map.of("text", panel.title(), "fontSize", 12));
    spec.put("width", WIDTH - 60);
    spec.put("height", HEIGHT - 70);
    spec.put("data", VegaLite.csv(values));
    spec.put(
        "encoding",
        Map.of(
            "x",
            epochs,
            "y",
            Map.of("field", "value", "type", "quantitative", "title", panel.unit())));
    spec.put("layer", List.of(line, point));
    return spec;
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
    // If the axis began at a point, the chart would label every point, however dense they are.
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
    series.setLineStyle(new BasicStroke(2f));
    return chart;
  }
}
