package org.sqlflow.report.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * A profile as a heat map: a column for each group, a row for each feature, coloured by how many
 * standard deviations the group's mean is from the mean of all rows.
 *
 * @param model the model's name
 */
public record ProfileChart(String model, ClusterProfile profile) {
  private static final int MOST_FEATURES = 24;

  /** The range of the colours; larger deviations have the same colour. */
  private static final double FARTHEST = 1.5;

  private static final int FRAME = 60;
  private static final int CELL_WIDTH = 64;

  /** The most letters of a name that are drawn. */
  private static final int MOST_LETTERS = 48;

  /** Letters of a group's name below its column. */
  private static final int LABEL = 20;

  private static final int TITLE_LETTER = 9;
  private static final int LETTER = 7;

  private static final String UNIT = "standard deviations from the mean of all rows";

  /** The chart; of many features, only those in which the groups differ most. */
  public Output.Picture output() {
    ClusterProfile drawn = profile.varying().mostDistinct(MOST_FEATURES);
    String text =
        Text.of(
            "Heat map of %s: %s by %s, in standard deviations from the mean of all",
            model,
            Text.counted(drawn.features().size(), "feature"),
            Text.counted(drawn.groups().size(), "group"));
    return new Output.Picture(text, Png.of(() -> List.of(chart(drawn))), vegaLite(drawn, text));
  }

  private static double deviations(GroupMean mean) {
    return Double.isNaN(mean.deviations()) ? 0 : mean.deviations();
  }

  private Map<String, Object> vegaLite(ClusterProfile drawn, String text) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (Group group : drawn.groups()) {
      for (int i = 0; i < drawn.features().size(); i++) {
        GroupMean mean = group.means().get(i);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("group", label(group));
        value.put("feature", mean.feature());
        value.put("deviations", VegaLite.number(deviations(mean) + 0.0));
        value.put("mean", VegaLite.number(mean.mean()));
        value.put("mean of all", VegaLite.number(drawn.features().get(i).mean()));
        values.add(value);
      }
    }
    Map<String, Object> spec = VegaLite.titled(title(), text);
    spec.put("title", Map.of("text", title(), "subtitle", UNIT));
    spec.put("data", Map.of("values", values));
    spec.put("width", Map.of("step", 56));
    spec.put("height", Map.of("step", 20));
    spec.put(
        "encoding", encoding(drawn.features().stream().map(Feature::name).toList(), across(drawn)));
    Map<String, Object> cells =
        Map.of(
            "mark",
            Map.of("type", "rect", "tooltip", Map.of("content", "data")),
            "encoding",
            Map.of("color", colour()));
    Map<String, Object> numbers =
        Map.of(
            "mark",
            Map.of("type", "text", "color", "black"),
            "encoding",
            Map.of("text", Map.of("field", "deviations", "type", "quantitative", "format", ".1f")));
    spec.put("layer", List.of(cells, numbers));
    return spec;
  }

  private String title() {
    return "Groups of " + Png.shortened(model, MOST_LETTERS);
  }

  private static Map<String, Object> encoding(List<String> names, Map<String, Object> across) {
    return Map.of(
        "x",
        across,
        "y",
        Map.of("field", "feature", "type", "nominal", "sort", names, "title", ""));
  }

  /**
   * The horizontal axis. Names are longer than numbers, so they are slanted; they keep the order of
   * the numbers.
   */
  private static Map<String, Object> across(ClusterProfile drawn) {
    Map<String, Object> across = new LinkedHashMap<>();
    across.put("field", "group");
    across.put("type", "ordinal");
    if (drawn.names().isEmpty()) {
      across.put("axis", Map.of("labelAngle", 0));
    } else {
      across.put("sort", drawn.groups().stream().map(ProfileChart::label).toList());
      across.put("axis", Map.of("labelAngle", -30, "labelLimit", 160));
    }
    return across;
  }

  private static Object label(Group group) {
    return group.name().isEmpty() ? (Object) group.number() : group.label();
  }

  private static Map<String, Object> colour() {
    return Map.of(
        "field",
        "deviations",
        "type",
        "quantitative",
        "title",
        "standard deviations",
        "scale",
        Map.of(
            "clamp",
            true,
            "domain",
            List.of(-FARTHEST, 0, FARTHEST),
            "range",
            List.of(Palette.BELOW, Palette.MEAN, Palette.ABOVE)));
  }

  private HeatMapChart chart(ClusterProfile drawn) {
    // The chart counts its rows from the bottom.
    List<String> names =
        new ArrayList<>(
            drawn.features().stream()
                .map(feature -> Png.shortened(feature.name(), MOST_LETTERS))
                .toList());
    Collections.reverse(names);
    int labels = names.stream().mapToInt(name -> Png.width(name, LETTER)).max().orElse(0);
    // The title and the unit are centred on the map alone: it must be as wide as they are.
    int map =
        Math.max(
            CELL_WIDTH * drawn.groups().size(),
            Math.max(Png.width(title(), TITLE_LETTER), Png.width(UNIT, LETTER)));
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(labels + map + FRAME)
            .height(130 + 24 * names.size())
            .title(title())
            .xAxisTitle(UNIT)
            .build();
    chart
        .getStyler()
        .setRangeColors(
            new Color[] {
              Color.decode(Palette.BELOW), Color.decode(Palette.MEAN), Color.decode(Palette.ABOVE)
            });
    chart.getStyler().setMin(-FARTHEST).setMax(FARTHEST).setShowValue(true);
    chart.getStyler().setHeatMapValueDecimalPattern("0.0;-0.0");
    Png.plain(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < drawn.groups().size(); x++) {
      List<GroupMean> means = drawn.groups().get(x).means();
      for (int y = 0; y < names.size(); y++) {
        // Rounded like the number that is written on the cell, so that equal numbers have one
        // shade.
        double deviations = deviations(means.get(names.size() - 1 - y));
        cells.add(new Number[] {x, y, Math.rint(10 * deviations) / 10 + 0.0});
      }
    }
    List<String> groups =
        drawn.groups().stream().map(group -> Png.shortened(group.label(), LABEL)).toList();
    chart.addSeries("deviations", groups, names, cells);
    return chart;
  }
}
