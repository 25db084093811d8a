package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.report.charts.MapLabels.Label;
import org.sqlflow.text.Text;

/**
 * The rows as points, coloured by group. Each group's number is next to its points, and a tooltip
 * shows how the group differs.
 *
 * @param model the model's name
 * @param profile of the groups; has no groups if it is unknown
 */
public record MapChart(String model, EmbeddingMap map, ClusterProfile profile) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 340;

  /** The space around the points, so that none is on the frame. */
  private static final int PAD = 14;

  private static final int HEAD = 34;
  private static final int FOOT = 30;
  private static final int SIDE = 10;
  private static final int TITLE_LETTERS = 70;
  private static final double POINT = 5.5;

  /** More than half of a point. */
  private static final int MIDDLE = 4;

  /**
   * The part of the points at each end that may be left out if they are so far away that the others
   * are squeezed together.
   */
  private static final double FEW = 0.02;

  /** For that, the range of all points must be so many times that of the others. */
  private static final double FAR = 4;

  /** The number of rows in no group, which are grey and drawn before the others. */
  private static final int NONE = -1;

  private static final String APART = "what sets it apart";

  private static final Map<String, Object> CSV =
      Map.of("type", "csv", "parse", Map.of("group", "number", "x", "number", "y", "number"));

  /**
   * The points of one group in pixels.
   *
   * @param places {@code [0: from the left, 1: from the top][point]}
   */
  private record Cloud(int group, double[][] places) {}

  /** The chart; empty if there are no points, or all are equal. */
  public Optional<Output.Picture> output() {
    if (map.points() == 0 || map.kept() == 0) {
      return Optional.empty();
    }
    List<Cloud> clouds = clouds();
    List<Label> labels =
        new MapLabels(WIDTH, HEIGHT)
                .of(
                    clouds.stream().map(Cloud::places).toList(),
                    clouds.stream().map(Cloud::group).toList())
                .stream()
                .filter(label -> label.group() != NONE)
                .toList();
    String text = title() + ": " + caption();
    return Optional.of(
        new Output.Picture(
            text, Png.drawn(() -> image(clouds, labels)), vegaLite(clouds, labels, text)));
  }

  private String rows() {
    return map.points() < map.rows()
        ? Text.of("%,d of %,d rows", map.points(), map.rows())
        : Text.of("%,d rows", map.rows());
  }

  private String title() {
    int shown = clouds().stream().mapToInt(cloud -> cloud.places()[0].length).sum();
    int outside = map.points() - shown;
    String far =
        outside == 0 ? "" : Text.of("; %,d far %s not shown", outside, outside == 1 ? "is" : "are");
    return "Map of " + model + ", " + rows() + far;
  }

  private String caption() {
    String codes =
        map.encoded()
            ? "between codes; groups look further apart here than in the data"
            : "between the scaled features";
    return Text.of("keeps %.0f %% of the differences %s", 100 * map.kept(), codes);
  }

  private List<Cloud> clouds() {
    Range horizontal = Range.of(map.across());
    Range vertical = Range.of(map.up());
    double[] across = horizontal.pixels(map.across(), WIDTH, false);
    double[] up = vertical.pixels(map.up(), HEIGHT, true);
    int groups = Arrays.stream(map.groups()).max().orElse(-1) + 1;
    List<Cloud> clouds = new ArrayList<>();
    for (int group = NONE; group < groups; group++) {
      int own = group;
      int[] points =
          IntStream.range(0, map.points())
              .filter(i -> Math.max(NONE, map.groups()[i]) == own)
              .filter(i -> horizontal.has(map.across()[i]) && vertical.has(map.up()[i]))
              .toArray();
      if (points.length > 0) {
        clouds.add(
            new Cloud(
                group,
                new double[][] {
                  Arrays.stream(points).mapToDouble(i -> across[i]).toArray(),
                  Arrays.stream(points).mapToDouble(i -> up[i]).toArray()
                }));
      }
    }
    return clouds;
  }

  /**
   * What an axis shows: all points, except a few that are so far away that the others would be
   * squeezed together.
   */
  private record Range(double low, double high) {
    static Range of(float[] values) {
      double[] sorted = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
      Arrays.sort(sorted);
      int few = (int) (FEW * sorted.length);
      double first = sorted[0];
      double last = sorted[sorted.length - 1];
      double low = sorted[few];
      double high = sorted[sorted.length - 1 - few];
      if (high <= low || last - first <= FAR * (high - low)) {
        return new Range(first, last);
      }
      double beside = (high - low) / 2;
      return new Range(
          Arrays.stream(sorted).filter(value -> value >= low - beside).min().orElse(low),
          Arrays.stream(sorted).filter(value -> value <= high + beside).max().orElse(high));
    }

    boolean has(double value) {
      return value >= low && value <= high;
    }

    /** Places within a picture's width or height. */
    double[] pixels(float[] values, int size, boolean upwards) {
      double range = high > low ? high - low : 1;
      return IntStream.range(0, values.length)
          .mapToDouble(i -> (upwards ? high - values[i] : values[i] - low) / range)
          .map(share -> PAD + share * (size - 2 * PAD))
          .toArray();
    }
  }

  /** The medians of points' places. */
  static double[] middle(double[][] places) {
    return new double[] {median(places[0]), median(places[1])};
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Map<String, Object> vegaLite(List<Cloud> clouds, List<Label> labels, String text) {
    Map<String, Object> spec = VegaLite.withoutLegend(title(), text);
    spec.put("title", Map.of("text", title(), "subtitle", caption()));
    spec.put("width", WIDTH);
    spec.put("height", HEIGHT);
    spec.put(
        "layer",
        List.of(
            points(clouds),
            lines(labels),
            boxes(clouds, labels),
            numbers(labels, true),
            numbers(labels, false)));
    return spec;
  }

  private Map<String, Object> points(List<Cloud> clouds) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("data", Map.of("values", csv(clouds), "format", CSV));
    layer.put(
        "transform",
        List.of(
            Map.of(
                "lookup",
                "group",
                "from",
                Map.of(
                    "data",
                    Map.of("values", groups()),
                    "key",
                    "group",
                    "fields",
                    List.of("name", "rows", APART)))));
    layer.put("mark", Map.of("type", "point", "filled", true, "size", 26, "opacity", 0.75));
    Map<String, Object> encoding = new LinkedHashMap<>();
    encoding.put("x", axis("x", WIDTH, false));
    encoding.put("y", axis("y", HEIGHT, true));
    encoding.put(
        "color", byGroup(clouds, clouds.stream().map(c -> Palette.colour(c.group())).toList()));
    encoding.put(
        "shape", byGroup(clouds, clouds.stream().map(c -> Palette.shape(c.group())).toList()));
    encoding.put(
        "tooltip",
        (profile.names().isEmpty()
                ? Stream.of("group", "rows", APART)
                : Stream.of("group", "name", "rows", APART))
            .map(field -> Map.of("field", field, "type", "nominal"))
            .toList());
    layer.put("encoding", encoding);
    return layer;
  }

  private List<Map<String, Object>> groups() {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (Group group : profile.groups()) {
      String rows = Text.of("%,d (%.1f %%)", group.size(), 100 * group.share());
      groups.add(group(group.number(), group.name(), rows, group.apart()));
    }
    if (profile.ungrouped() > 0) {
      groups.add(group(NONE, "", Text.of("%,d", profile.ungrouped()), "in no group"));
    }
    return groups;
  }

  private static Map<String, Object> group(int number, String name, String rows, String apart) {
    return Map.of("group", number, "name", name, "rows", rows, APART, apart);
  }

  private static Map<String, Object> lines(List<Label> labels) {
    return layer(
        labels.stream().filter(Label::needsLine).toList(),
        Map.of("type", "rule", "strokeWidth", 1.2, "color", VegaLite.INK),
        Map.of("x2", Map.of("field", "toX"), "y2", Map.of("field", "toY")));
  }

  private static Map<String, Object> boxes(List<Cloud> clouds, List<Label> labels) {
    return layer(
        labels,
        Map.of("type", "square", "size", 420, "opacity", 1, "stroke", "white", "strokeWidth", 1),
        Map.of(
            "color",
            byGroup(clouds, clouds.stream().map(c -> Palette.colour(c.group())).toList())));
  }

  /** The numbers of the groups whose colours are light, or of those whose are not. */
  private static Map<String, Object> numbers(List<Label> labels, boolean light) {
    return layer(
        labels.stream().filter(label -> isLight(label.group()) == light).toList(),
        Map.of(
            "type",
            "text",
            "fontSize",
            14,
            "fontWeight",
            "bold",
            "color",
            light ? "black" : "white"),
        Map.of("text", Map.of("field", "group")));
  }

  private static Map<String, Object> layer(
      List<Label> labels, Map<String, Object> mark, Map<String, Object> further) {
    Map<String, Object> encoding = new LinkedHashMap<>(further);
    encoding.put("x", axis("x", WIDTH, false));
    encoding.put("y", axis("y", HEIGHT, true));
    return Map.of(
        "data",
        Map.of("values", labels.stream().map(MapChart::values).toList()),
        "mark",
        mark,
        "encoding",
        encoding);
  }

  private static Map<String, Object> values(Label label) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("group", label.group());
    values.put("x", Math.round(label.x()));
    values.put("y", Math.round(label.y()));
    values.put("toX", Math.round(label.toX()));
    values.put("toY", Math.round(label.toY()));
    return values;
  }

  /**
   * The points as CSV, which takes a third of the space of JSON. Whole pixels are exact enough, and
   * points of a group in the same pixel are written once.
   */
  private static String csv(List<Cloud> clouds) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add("group,x,y");
    for (Cloud cloud : clouds) {
      for (int i = 0; i < cloud.places()[0].length; i++) {
        long x = Math.round(cloud.places()[0][i]);
        long y = Math.round(cloud.places()[1][i]);
        lines.add(cloud.group() + "," + x + "," + y);
      }
    }
    return String.join("\n", lines);
  }

  /** An axis without labels, since the positions have no meaningful unit. */
  private static Map<String, Object> axis(String field, int size, boolean downwards) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put("field", field);
    axis.put("type", "quantitative");
    axis.put("title", "");
    axis.put(
        "scale", Map.of("domain", downwards ? List.of(size, 0) : List.of(0, size), "nice", false));
    axis.put("axis", Map.of("labels", false, "ticks", false, "grid", false, "domain", false));
    return axis;
  }

  private static Map<String, Object> byGroup(List<Cloud> clouds, List<String> range) {
    Map<String, Object> channel = new LinkedHashMap<>();
    channel.put("field", "group");
    channel.put("type", "nominal");
    channel.put(
        "scale", Map.of("domain", clouds.stream().map(Cloud::group).toList(), "range", range));
    return channel;
  }

  private BufferedImage image(List<Cloud> clouds, List<Label> labels) {
    BufferedImage image =
        new BufferedImage(WIDTH + 2 * SIDE, HEAD + HEIGHT + FOOT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Png.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    graphics.drawString(Png.shortened(title(), TITLE_LETTERS), SIDE, HEAD - 12);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.drawString(caption(), SIDE, HEAD + HEIGHT + FOOT - 9);
    graphics.translate(SIDE, HEAD);
    graphics.setColor(Png.FAINT);
    graphics.drawRect(0, 0, WIDTH - 1, HEIGHT - 1);
    for (Cloud cloud : clouds) {
      // Aligned to pixels, all points look alike, which halves the size of the picture. So one is
      // drawn and copied: smooth edges take the first drawing of a process tenths of a second.
      BufferedImage point = point(cloud.group());
      for (int i = 0; i < cloud.places()[0].length; i++) {
        int x = (int) Math.rint(cloud.places()[0][i]);
        int y = (int) Math.rint(cloud.places()[1][i]);
        graphics.drawImage(point, x - MIDDLE, y - MIDDLE, null);
      }
    }
    labels.forEach(label -> draw(graphics, label));
    graphics.dispose();
    return image;
  }

  /** The point of a group, with its middle {@value #MIDDLE} pixels from the left and the top. */
  private static BufferedImage point(int group) {
    BufferedImage point =
        new BufferedImage(2 * MIDDLE + 1, 2 * MIDDLE + 1, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = point.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.decode(Palette.colour(group)));
    graphics.fill(shape(Palette.shape(group), MIDDLE, MIDDLE));
    graphics.dispose();
    return point;
  }

  private static void draw(Graphics2D graphics, Label label) {
    if (label.needsLine()) {
      graphics.setColor(Png.INK);
      graphics.setStroke(new BasicStroke(1.2f));
      graphics.draw(new Line2D.Double(label.x(), label.y(), label.toX(), label.toY()));
    }
    double width = label.boxWidth();
    double height = MapLabels.BOX_HEIGHT;
    Shape box =
        new RoundRectangle2D.Double(
            label.x() - width / 2, label.y() - height / 2, width, height, 6, 6);
    graphics.setColor(Color.decode(Palette.colour(label.group())));
    graphics.fill(box);
    graphics.setColor(Color.WHITE);
    graphics.draw(box);
    graphics.setColor(isLight(label.group()) ? Color.BLACK : Color.WHITE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    String number = String.valueOf(label.group());
    graphics.drawString(
        number,
        (float) (label.x() - graphics.getFontMetrics().stringWidth(number) / 2.0),
        (float) label.y() + 5);
  }

  /** Whether black is easier to read on a group's colour than white. */
  private static boolean isLight(int group) {
    Color colour = Color.decode(Palette.colour(group));
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue() > 110;
  }

  private static Shape shape(String name, double x, double y) {
    double half = POINT / 2;
    return switch (name) {
      case "square" -> new Rectangle2D.Double(x - half, y - half, POINT, POINT);
      case "triangle-up" -> polygon(x, y, new double[][] {{-half, half}, {half, half}, {0, -half}});
      case "diamond" ->
          polygon(x, y, new double[][] {{0, -half}, {half, 0}, {0, half}, {-half, 0}});
      case "cross" -> {
        double arm = half / 3;
        yield polygon(
            x,
            y,
            new double[][] {
              {-arm, -half}, {arm, -half}, {arm, -arm}, {half, -arm}, {half, arm}, {arm, arm},
              {arm, half}, {-arm, half}, {-arm, arm}, {-half, arm}, {-half, -arm}, {-arm, -arm}
            });
      }
      default -> new Ellipse2D.Double(x - half, y - half, POINT, POINT);
    };
  }

  private static Shape polygon(double x, double y, double[][] corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(x + corners[0][0], y + corners[0][1]);
    for (int i = 1; i < corners.length; i++) {
      path.lineTo(x + corners[i][0], y + corners[i][1]);
    }
    path.closePath();
    return path;
  }
}
