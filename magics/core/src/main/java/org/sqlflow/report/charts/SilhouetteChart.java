package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * The silhouettes of a clustering's rows as sorted bars, group by group (Rousseeuw 1987, figure 1,
 * with vertical bars): a wide, high block is a good group; bars below 0 are rows that are closer to
 * another group.
 *
 * @param model the model's name
 * @param groups for each group its rows' silhouettes from the largest down
 * @param names of the groups
 */
public record SilhouetteChart(String model, List<double[]> groups, GroupNames names) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 320;

  /** The most bars that can be distinguished; of more rows, evenly spaced ones are drawn. */
  private static final int MOST_BARS = 600;

  /** A bar: its place from the left, its group and its height. */
  private record Bar(int place, int group, double silhouette) {}

  public SilhouetteChart {
    groups = List.copyOf(groups);
  }

  /** The chart; empty if there are no silhouettes. */
  public Optional<Output.Picture> output() {
    List<Bar> bars = bars();
    if (bars.isEmpty()) {
      return Optional.empty();
    }
    String text =
        Text.of(
            "%s: mean silhouette of the groups %s",
            title(),
            String.join(
                ", ",
                groups.stream()
                    .filter(group -> group.length > 0)
                    .map(group -> Text.of("%.2f", mean(group)))
                    .toList()));
    return Optional.of(
        new Output.Picture(text, Png.of(() -> List.of(chart(bars))), vegaLite(bars, text)));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private String title() {
    return "Silhouettes of " + Png.shortened(model, 48);
  }

  /** The group's number, with its name if it has one. */
  private Object label(int group) {
    return names.of(group).isEmpty() ? (Object) group : names.label(group);
  }

  private List<Bar> bars() {
    int all = groups.stream().mapToInt(group -> group.length).sum();
    double step = Math.max(1, (double) all / MOST_BARS);
    List<Bar> bars = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      double[] scores = groups.get(group);
      for (double at = 0; at < scores.length; at += step) {
        bars.add(new Bar(bars.size(), group, scores[(int) at]));
      }
    }
    return bars;
  }

  private Map<String, Object> vegaLite(List<Bar> bars, String text) {
    List<Integer> drawn = bars.stream().map(Bar::group).distinct().toList();
    Map<String, Object> spec = VegaLite.titled(title(), text);
    spec.put(
        "title",
        Map.of(
            "text",
            title(),
            "subtitle",
            "one bar per row; below 0: closer to another group; the line is the mean of all"));
    spec.put(
        "data",
        VegaLite.csv(
            bars.stream()
                .map(
                    bar ->
                        Map.of(
                            "place",
                            bar.place(),
                            "group",
                            label(bar.group()),
                            "silhouette",
                            VegaLite.number(bar.silhouette())))
                .toList()));
    // Whole pixels for each bar: others would be blurred, and look like stripes.
    spec.put("width", Map.of("step", Math.max(1, (WIDTH - 120) / bars.size())));
    spec.put("height", HEIGHT - 80);
    Map<String, Object> axis = Map.of("labels", false, "ticks", false, "grid", false);
    Map<String, Object> up = Map.of("field", "silhouette", "type", "quantitative");
    spec.put(
        "layer",
        List.of(
            Map.of(
                "mark",
                Map.of("type", "bar", "tooltip", true),
                "encoding",
                Map.of(
                    "x",
                    Map.of(
                        "field",
                        "place",
                        "type",
                        "ordinal",
                        "title",
                        "rows by group",
                        "axis",
                        axis,
                        "scale",
                        Map.of("padding", 0)),
                    "y",
                    up,
                    "color",
                    Map.of(
                        "field",
                        "group",
                        "type",
                        "nominal",
                        "scale",
                        Map.of(
                            "domain",
                            drawn.stream().map(this::label).toList(),
                            "range",
                            drawn.stream().map(Palette::colour).toList())))),
            Map.of(
                "mark",
                Map.of("type", "rule", "strokeDash", List.of(4, 4), "color", VegaLite.INK),
                "encoding",
                Map.of(
                    "y",
                    Map.of(
                        "field",
                        "silhouette",
                        "type",
                        "quantitative",
                        "aggregate",
                        "mean",
                        "title",
                        "silhouette")))));
    return spec;
  }

  private XYChart chart(List<Bar> bars) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title())
            .xAxisTitle("rows by group; below 0: closer to another group; line: mean of all")
            .yAxisTitle("silhouette")
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    chart.getStyler().setXAxisTicksVisible(false);
    for (int group = 0; group < groups.size(); group++) {
      int own = group;
      List<Bar> block = bars.stream().filter(bar -> bar.group() == own).toList();
      if (!block.isEmpty()) {
        add(chart, block);
      }
    }
    double mean = groups.stream().flatMapToDouble(Arrays::stream).average().orElse(0);
    XYSeries line =
        chart.addSeries("mean", new double[] {0, bars.size()}, new double[] {mean, mean});
    line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Color.GRAY);
    line.setLineStyle(
        new BasicStroke(
            1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {6, 4}, 0));
    return chart;
  }

  /** A bar has a left and a right edge, and the block goes down to 0 at both ends. */
  private void add(XYChart chart, List<Bar> block) {
    double[] across = new double[2 * block.size() + 2];
    double[] up = new double[across.length];
    across[0] = block.get(0).place();
    across[across.length - 1] = block.get(block.size() - 1).place() + 1.0;
    for (int i = 0; i < block.size(); i++) {
      across[2 * i + 1] = block.get(i).place();
      across[2 * i + 2] = block.get(i).place() + 1.0;
      up[2 * i + 1] = block.get(i).silhouette();
      up[2 * i + 2] = block.get(i).silhouette();
    }
    int group = block.get(0).group();
    XYSeries series = chart.addSeries(Png.shortened(names.label(group), 24), across, up);
    Color colour = Color.decode(Palette.colour(group));
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setFillColor(colour);
  }
}
