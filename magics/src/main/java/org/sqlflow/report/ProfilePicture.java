package org.sqlflow.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.sqlflow.models.GroupProfile;
import org.sqlflow.models.GroupProfile.Group;
import org.sqlflow.models.GroupProfile.GroupMean;

/**
 * A profile as a heat map: a column for each group, a row for each feature, coloured by how many
 * standard deviations the group's mean lies off the mean of all.
 *
 * @param model the model's name
 */
record ProfilePicture(String model, GroupProfile profile) {
  private static final int MOST_FEATURES = 40;

  /** Colours end here: what lies further off is as dark. */
  private static final double FARTHEST = 2;

  private static final Color BELOW = new Color(0x2166ac);
  private static final Color MEAN = new Color(0xf7f7f7);
  private static final Color ABOVE = new Color(0xb2182b);

  /** The picture in its forms. */
  Output.Picture output() {
    List<Integer> features = features();
    String text =
        "Heat map of %s: %d features by %d groups, in standard deviations from the mean of all"
            .formatted(model, features.size(), profile.groups().size());
    return new Output.Picture(text, png(features), vegaLite(features));
  }

  /** The features to draw, in their order: of many those that differ most. */
  private List<Integer> features() {
    List<Integer> all =
        new ArrayList<>(IntStream.range(0, profile.features().size()).boxed().toList());
    all.sort(Comparator.comparingDouble(i -> -strongest(i)));
    return all.stream().limit(MOST_FEATURES).sorted().toList();
  }

  private double strongest(int feature) {
    return profile.groups().stream()
        .mapToDouble(group -> Math.abs(deviations(group.means().get(feature))))
        .max()
        .orElse(0);
  }

  private static double deviations(GroupMean mean) {
    return Double.isNaN(mean.deviations()) ? 0 : mean.deviations();
  }

  private Map<String, Object> vegaLite(List<Integer> features) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (Group group : profile.groups()) {
      for (int i : features) {
        GroupMean mean = group.means().get(i);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("group", group.number());
        value.put("feature", mean.feature());
        value.put("deviations", rounded(deviations(mean)));
        value.put("mean", rounded(mean.mean()));
        value.put("mean of all", rounded(profile.features().get(i).mean()));
        values.add(value);
      }
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
    spec.put("title", "Groups of " + model);
    spec.put("data", Map.of("values", values));
    spec.put("mark", Map.of("type", "rect", "tooltip", Map.of("content", "data")));
    spec.put("width", Map.of("step", 56));
    spec.put("height", Map.of("step", 20));
    List<String> names = features.stream().map(i -> profile.features().get(i).name()).toList();
    spec.put("encoding", encoding(names));
    return spec;
  }

  private static Map<String, Object> encoding(List<String> names) {
    Map<String, Object> colour =
        Map.of(
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
                List.of(hex(BELOW), hex(MEAN), hex(ABOVE))));
    return Map.of(
        "x", Map.of("field", "group", "type", "ordinal", "axis", Map.of("labelAngle", 0)),
        "y", Map.of("field", "feature", "type", "nominal", "sort", names, "title", ""),
        "color", colour);
  }

  private static String hex(Color colour) {
    return "#%06x".formatted(colour.getRGB() & 0xffffff);
  }

  /** JSON knows no NaN. */
  private static Object rounded(double value) {
    return Double.isFinite(value)
        ? Double.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)))
        : "";
  }

  /** The picture as PNG; empty on a machine that cannot draw text, as one without fonts. */
  private Optional<byte[]> png(List<Integer> features) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      BitmapEncoder.saveBitmap(chart(features), bytes, BitmapEncoder.BitmapFormat.PNG);
      return Optional.of(bytes.toByteArray());
    } catch (IOException | RuntimeException | LinkageError | InternalError cannotDraw) {
      return Optional.empty();
    }
  }

  private HeatMapChart chart(List<Integer> features) {
    // The chart counts its rows from the bottom.
    List<Integer> upwards = new ArrayList<>(features);
    Collections.reverse(upwards);
    List<String> names = upwards.stream().map(i -> profile.features().get(i).name()).toList();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(180 + 7 * longest + 64 * profile.groups().size())
            .height(130 + 24 * names.size())
            .title("Groups of " + model + ", standard deviations from the mean of all")
            .build();
    chart.getStyler().setRangeColors(new Color[] {BELOW, MEAN, ABOVE});
    chart.getStyler().setMin(-FARTHEST).setMax(FARTHEST).setShowValue(true);
    chart.getStyler().setHeatMapValueDecimalPattern("0.0;-0.0");
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < profile.groups().size(); x++) {
      for (int y = 0; y < upwards.size(); y++) {
        cells.add(
            new Number[] {x, y, deviations(profile.groups().get(x).means().get(upwards.get(y)))});
      }
    }
    List<String> groups =
        profile.groups().stream().map(group -> "group " + group.number()).toList();
    chart.addSeries("deviations", groups, names, cells);
    return chart;
  }
}
