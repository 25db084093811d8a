package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.metrics.CalibrationBin;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;

/**
 * Whether predictions come true: the actual outcome of rows with similar predictions. Points on the
 * diagonal are well calibrated.
 *
 * @param model the model's name
 * @param predicted what the predictions are
 * @param actual what they are compared with
 */
public record CalibrationChart(
    String model, String predicted, String actual, List<CalibrationBin> bins) {
  private static final int SIZE = 300;
  private static final String DIAGONAL = "as predicted";

  /** Both axes have the same range, so that the diagonal goes from corner to corner. */
  private static final Map<String, Object> SCALE = Map.of("zero", false);

  /** The chart; empty where there is nothing to compare. */
  public Optional<Output.Picture> output() {
    if (bins.size() < 2) {
      return Optional.empty();
    }
    String text = "Calibration of " + model + ": " + actual + " by " + predicted;
    return Optional.of(new Output.Picture(text, Png.of(() -> List.of(chart())), vegaLite(text)));
  }

  private double[] ends() {
    DoubleStream all =
        bins.stream().flatMapToDouble(bin -> DoubleStream.of(bin.predicted(), bin.actual()));
    var range = all.summaryStatistics();
    return new double[] {range.getMin(), range.getMax()};
  }

  private Map<String, Object> vegaLite(String text) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (CalibrationBin bin : bins) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("predicted", VegaLite.number(bin.predicted()));
      value.put("actual", VegaLite.number(bin.actual()));
      value.put("rows", bin.rows());
      values.add(value);
    }
    List<Map<String, Object>> diagonal = new ArrayList<>();
    for (double end : ends()) {
      diagonal.add(Map.of("predicted", VegaLite.number(end), "actual", VegaLite.number(end)));
    }
    Map<String, Object> encoding =
        Map.of(
            "x",
            Map.of(
                "field", "predicted", "type", "quantitative", "title", predicted, "scale", SCALE),
            "y",
            Map.of("field", "actual", "type", "quantitative", "title", actual, "scale", SCALE));
    Map<String, Object> spec = VegaLite.titled("Calibration of " + model, text);
    spec.put("width", SIZE);
    spec.put("height", SIZE);
    spec.put(
        "layer",
        List.of(
            Map.of(
                "mark",
                Map.of("type", "line", "strokeDash", List.of(4, 4), "color", VegaLite.INK),
                "data",
                Map.of("values", diagonal),
                "encoding",
                encoding),
            Map.of(
                "mark",
                Map.of(
                    "type",
                    "line",
                    "point",
                    true,
                    "color",
                    Palette.LINE,
                    "tooltip",
                    Map.of("content", "data")),
                "data",
                Map.of("values", values),
                "encoding",
                encoding)));
    return spec;
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(SIZE + 60)
            .height(SIZE + 40)
            .title("Calibration of " + Png.shortened(model, 24))
            .xAxisTitle(predicted)
            .yAxisTitle(actual)
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisTickMarkSpacingHint(44);
    XYSeries diagonal = chart.addSeries(DIAGONAL, ends(), ends());
    diagonal.setMarker(SeriesMarkers.NONE);
    diagonal.setLineColor(Png.INK);
    diagonal.setLineStyle(
        new BasicStroke(
            1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 4}, 0));
    XYSeries line =
        chart.addSeries(
            "model",
            bins.stream().mapToDouble(CalibrationBin::predicted).toArray(),
            bins.stream().mapToDouble(CalibrationBin::actual).toArray());
    line.setMarker(SeriesMarkers.CIRCLE);
    line.setMarkerColor(Color.decode(Palette.LINE));
    line.setLineColor(Color.decode(Palette.LINE));
    line.setLineStyle(new BasicStroke(2f));
    return chart;
  }
}
