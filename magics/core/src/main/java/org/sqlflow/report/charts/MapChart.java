package org.sqlflow.report.charts;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sqlflow.models.EmbeddingMap;
import org.sqlflow.report.Output;
import org.sqlflow.text.Text;

/**
 * The rows as points, coloured by group; each group's number is in its middle.
 *
 * @param model the model's name
 */
public record MapChart(String model, EmbeddingMap map) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;

  /** The number of the rows in no group; they are grey, and behind the others. */
  private static final int NONE = -1;

  private static final Map<String, Object> CSV =
      Map.of("type", "csv", "parse", Map.of("group", "number", "x", "number", "y", "number"));

  /**
   * The points of one group.
   *
   * @param middle the medians of its points' places
   */
  private record Cloud(int group, double[] across, double[] up, double[] middle) {}

  /** The chart; empty if there are no points, or all are equal. */
  public Optional<Output.Picture> output() {
    List<Cloud> clouds = clouds();
    if (clouds.isEmpty() || map.kept() == 0) {
      return Optional.empty();
    }
    String text = title() + ": " + caption();
    return Optional.of(
        new Output.Picture(text, Png.of(() -> List.of(chart(clouds))), vegaLite(clouds)));
  }

  private String rows() {
    return map.points() < map.rows()
        ? Text.of("%,d of %,d rows", map.points(), map.rows())
        : Text.of("%,d rows", map.rows());
  }

  private String title() {
    return "Map of " + model + ", " + rows();
  }

  private String caption() {
    String codes =
        map.encoded()
            ? "between codes; groups look further apart here than in the data"
            : "between the scaled features";
    return Text.of("keeps %.0f %% of the differences %s", 100 * map.kept(), codes);
  }

  private List<Cloud> clouds() {
    int groups = Arrays.stream(map.groups()).max().orElse(-1) + 1;
    List<Cloud> clouds = new ArrayList<>();
    for (int group = NONE; group < groups; group++) {
      int own = group;
      int[] points =
          IntStream.range(0, map.points())
              .filter(i -> Math.max(NONE, map.groups()[i]) == own)
              .toArray();
      if (points.length > 0) {
        double[] across = Arrays.stream(points).mapToDouble(i -> map.across()[i]).toArray();
        double[] up = Arrays.stream(points).mapToDouble(i -> map.up()[i]).toArray();
        clouds.add(new Cloud(group, across, up, new double[] {median(across), median(up)}));
      }
    }
    return clouds;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Map<String, Object> vegaLite(List<Cloud> clouds) {
    List<Map<String, Object>> middles =
        clouds.stream()
            .filter(c -> c.group() != NONE)
            .map(c -> point(c.group(), c.middle()[0], c.middle()[1]))
            .toList();
    Map<String, Object> spec = VegaLite.titled(title());
    spec.put("title", Map.of("text", title(), "subtitle", caption()));
    spec.put("width", WIDTH - 120);
    spec.put("height", HEIGHT - 80);
    Map<String, Object> dots =
        Map.of(
            "data",
            Map.of("values", csv(), "format", CSV),
            "mark",
            Map.of("type", "point", "filled", true, "size", 22, "opacity", 0.55),
            "encoding",
            Map.of(
                "x", axis("x"), "y", axis("y"), "color", colours(clouds), "shape", shapes(clouds)));
    Map<String, Object> numbers =
        Map.of(
            "data",
            Map.of("values", middles),
            "mark",
            Map.of(
                "type",
                "text",
                "fontSize",
                18,
                "fontWeight",
                "bold",
                "stroke",
                "white",
                "strokeWidth",
                0.6),
            "encoding",
            Map.of("x", axis("x"), "y", axis("y"), "text", Map.of("field", "group")));
    spec.put("layer", List.of(dots, numbers));
    return spec;
  }

  /** A third of what the points take as JSON. */
  private String csv() {
    StringBuilder csv = new StringBuilder("group,x,y");
    for (int i = 0; i < map.points(); i++) {
      csv.append('\n').append(Math.max(NONE, map.groups()[i]));
      csv.append(',').append(VegaLite.number(map.across()[i]));
      csv.append(',').append(VegaLite.number(map.up()[i]));
    }
    return csv.toString();
  }

  private static Map<String, Object> point(int group, double across, double up) {
    return Map.of("group", group, "x", VegaLite.number(across), "y", VegaLite.number(up));
  }

  /** The places have no unit that a reader could use. */
  private static Map<String, Object> axis(String field) {
    return Map.of(
        "field",
        field,
        "type",
        "quantitative",
        "title",
        "",
        "scale",
        Map.of("zero", false),
        "axis",
        Map.of("labels", false, "ticks", false));
  }

  private static Map<String, Object> colours(List<Cloud> clouds) {
    return byGroup(clouds, clouds.stream().map(c -> Palette.colour(c.group())).toList());
  }

  private static Map<String, Object> shapes(List<Cloud> clouds) {
    return byGroup(clouds, clouds.stream().map(c -> Palette.shape(c.group())).toList());
  }

  private static Map<String, Object> byGroup(List<Cloud> clouds, List<String> range) {
    List<Integer> groups = clouds.stream().map(Cloud::group).toList();
    Map<String, Object> legend =
        groups.contains(NONE)
            ? Map.of("labelExpr", "datum.value < 0 ? 'none' : datum.label")
            : Map.of();
    return Map.of(
        "field",
        "group",
        "type",
        "nominal",
        "scale",
        Map.of("domain", groups, "range", range),
        "legend",
        legend);
  }

  private XYChart chart(List<Cloud> clouds) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title())
            .xAxisTitle(caption())
            .build();
    Png.plain(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(5);
    chart.getStyler().setAxisTicksVisible(false);
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    for (Cloud cloud : clouds) {
      XYSeries series =
          chart.addSeries(
              cloud.group() == NONE ? "no group" : "group " + cloud.group(),
              cloud.across(),
              cloud.up());
      Color colour = Color.decode(Palette.colour(cloud.group()));
      series.setMarkerColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150));
      series.setMarker(marker(Palette.shape(cloud.group())));
    }
    for (Cloud cloud : clouds.stream().filter(c -> c.group() != NONE).toList()) {
      chart.addAnnotation(
          new AnnotationText(
              String.valueOf(cloud.group()), cloud.middle()[0], cloud.middle()[1], false));
    }
    return chart;
  }

  private static Marker marker(String shape) {
    return switch (shape) {
      case "square" -> SeriesMarkers.SQUARE;
      case "triangle-up" -> SeriesMarkers.TRIANGLE_UP;
      case "diamond" -> SeriesMarkers.DIAMOND;
      case "cross" -> SeriesMarkers.CROSS;
      default -> SeriesMarkers.CIRCLE;
    };
  }
}
