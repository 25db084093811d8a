package org.sqlflow.report.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * Where the rows of groups went, as a Sankey diagram: the groups of the first model on the left,
 * those of the second on the right, and between them bands whose width is the number of rows.
 *
 * @param from the first model's name
 * @param to the second model's name
 * @param counts rows, {@code groups of the first x groups of the second}
 * @param same for each group of the second model, the group of the first that it matches; rows in
 *     both did not move
 * @param before the names of the groups of the first model
 * @param after the names of the groups of the second model
 */
public record FlowChart(
    String from, String to, long[][] counts, int[] same, GroupNames before, GroupNames after) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 360;
  private static final int TOP = 64;
  private static final int SIDE = 130;
  private static final int LETTER = 7;
  private static final int BAR = 14;
  private static final int BOTTOM = 16;
  private static final int MOST_LETTERS = 30;

  /** The space between all bars, as a part of the height. */
  private static final double GAPS = 0.18;

  /** Points of a band's edge. */
  private static final int STEPS = 24;

  private static final double BAND_OPACITY = 0.45;

  /** Both axes of the chart; neither is visible. */
  private static final Map<String, Object> ACROSS =
      axis("x", Map.of("domain", List.of(-0.2, 1.2), "nice", false));

  private static final Map<String, Object> UP =
      axis("y", Map.of("domain", List.of(0, 1.01), "reverse", true, "nice", false));

  /** A group's bar: where it is, from the top, in parts of the height. */
  private record Bar(int group, long rows, double top, double height) {}

  /** A band: its group on the left, and its edges on both sides in parts of the height. */
  private record Band(int from, int to, long rows, double left, double right, double height) {}

  /** The picture. */
  public Output.Picture output() {
    String text = text();
    return new Output.Picture(text, Png.drawn(this::image), vegaLite(text));
  }

  private String title() {
    return "From " + Png.shortened(from, MOST_LETTERS) + " to " + Png.shortened(to, MOST_LETTERS);
  }

  private String text() {
    List<Band> largest =
        bands().stream()
            .filter(band -> band.from() != same[band.to()])
            .sorted((a, b) -> Long.compare(b.rows(), a.rows()))
            .limit(3)
            .toList();
    return title()
        + (largest.isEmpty()
            ? ": no rows moved"
            : ": most rows moved "
                + String.join(
                    ", ",
                    largest.stream()
                        .map(b -> Text.of("from %d to %d (%,d)", b.from(), b.to(), b.rows()))
                        .toList()));
  }

  private long rows() {
    return Math.max(1, Arrays.stream(counts).flatMapToLong(Arrays::stream).sum());
  }

  private int groupsTo() {
    return counts.length == 0 ? 0 : counts[0].length;
  }

  private List<Bar> bars(boolean isLeft) {
    int groups = isLeft ? counts.length : groupsTo();
    long[] sizes = new long[groups];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < groupsTo(); j++) {
        sizes[isLeft ? i : j] += counts[i][j];
      }
    }
    long shown = Arrays.stream(sizes).filter(size -> size > 0).count();
    double gap = shown > 1 ? GAPS / (shown - 1) : 0;
    double scale = (1 - GAPS) / rows(); // of both sides, however many bars each has
    List<Bar> bars = new ArrayList<>();
    double top = shown > 1 ? 0 : GAPS / 2;
    for (int group = 0; group < groups; group++) {
      if (sizes[group] > 0) {
        bars.add(new Bar(group, sizes[group], top, sizes[group] * scale));
        top += sizes[group] * scale + gap;
      }
    }
    return bars;
  }

  private List<Band> bands() {
    List<Bar> lefts = bars(true);
    List<Bar> rights = bars(false);
    double[] used = new double[groupsTo()];
    List<Band> bands = new ArrayList<>();
    for (Bar left : lefts) {
      double at = left.top();
      for (Bar right : rights) {
        long rows = counts[left.group()][right.group()];
        if (rows > 0) {
          double height = left.height() * rows / left.rows();
          bands.add(
              new Band(
                  left.group(),
                  right.group(),
                  rows,
                  at,
                  right.top() + used[right.group()],
                  Math.max(height, 0.002)));
          at += height;
          used[right.group()] += height;
        }
      }
    }
    return bands;
  }

  /** A smooth step from 0 to 1, for the vertical course of a band. */
  private static double eased(double part) {
    return part * part * (3 - 2 * part);
  }

  private static Map<String, Object> axis(String field, Map<String, Object> scale) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put("field", field);
    axis.put("type", "quantitative");
    axis.put("axis", VegaLite.NO_AXIS);
    axis.put("scale", scale);
    return axis;
  }

  private Map<String, Object> vegaLite(String text) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    bars(true).forEach(bar -> nodes.add(node(bar, true)));
    bars(false).forEach(bar -> nodes.add(node(bar, false)));
    Map<String, Object> colour = colour(nodes);
    Map<String, Object> spec = VegaLite.withoutLegend(title(), text);
    spec.put(
        "title",
        Map.of(
            "text",
            title(),
            "offset",
            12,
            "subtitle",
            "each band: rows of a group on the left, by their group on the right"));
    spec.put("view", Map.of("stroke", "transparent"));
    spec.put("width", WIDTH);
    spec.put("height", HEIGHT);
    spec.put(
        "layer",
        List.of(
            bandLayer(colour),
            barLayer(nodes, colour),
            labelLayer(nodes, true),
            labelLayer(nodes, false)));
    return spec;
  }

  /** A colour for each group, the same on both sides. */
  private static Map<String, Object> colour(List<Map<String, Object>> nodes) {
    List<Integer> groups =
        nodes.stream().map(node -> (Integer) node.get("group")).distinct().sorted().toList();
    return Map.of(
        "field",
        "group",
        "type",
        "nominal",
        "scale",
        Map.of("domain", groups, "range", groups.stream().map(Palette::colour).toList()));
  }

  private Map<String, Object> bandLayer(Map<String, Object> colour) {
    Map<String, Object> encoding = new LinkedHashMap<>();
    encoding.put("x", ACROSS);
    encoding.put("y", UP);
    encoding.put("y2", Map.of("field", "y2"));
    encoding.put("color", colour);
    encoding.put("detail", Map.of("field", "band", "type", "nominal"));
    encoding.put("tooltip", tooltip("band", "groups"));
    return layer(VegaLite.csv(edges()), Map.of("type", "area", "opacity", BAND_OPACITY), encoding);
  }

  /** Points along the upper and the lower edge of each band. */
  private List<Map<String, Object>> edges() {
    List<Map<String, Object>> points = new ArrayList<>();
    for (Band band : bands()) {
      for (int step = 0; step <= STEPS; step++) {
        double part = (double) step / STEPS;
        double top = band.left() + (band.right() - band.left()) * eased(part);
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("band", band.from() + " to " + band.to());
        point.put("group", band.from());
        point.put("rows", band.rows());
        point.put("x", part);
        point.put("y", VegaLite.number(top));
        point.put("y2", VegaLite.number(top + band.height()));
        points.add(point);
      }
    }
    return points;
  }

  private static Map<String, Object> barLayer(
      List<Map<String, Object>> nodes, Map<String, Object> colour) {
    Map<String, Object> encoding = new LinkedHashMap<>();
    encoding.put("x", ACROSS);
    encoding.put("x2", Map.of("field", "x2"));
    encoding.put("y", UP);
    encoding.put("y2", Map.of("field", "y2"));
    encoding.put("color", colour);
    encoding.put("tooltip", tooltip("label", "group"));
    return layer(Map.of("values", nodes), Map.of("type", "rect", "opacity", 1), encoding);
  }

  private static Map<String, Object> labelLayer(List<Map<String, Object>> nodes, boolean isLeft) {
    Map<String, Object> x = new LinkedHashMap<>(ACROSS);
    x.put("field", "at");
    Map<String, Object> y = new LinkedHashMap<>(UP);
    y.put("field", "middle");
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put("type", "text");
    mark.put("align", isLeft ? "right" : "left");
    mark.put("baseline", "middle");
    mark.put("color", VegaLite.INK);
    return layer(
        Map.of("values", nodes.stream().filter(node -> node.get("left").equals(isLeft)).toList()),
        mark,
        Map.of("x", x, "y", y, "text", Map.of("field", "label")));
  }

  private static Map<String, Object> layer(
      Map<String, Object> data, Map<String, Object> mark, Map<String, Object> encoding) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("data", data);
    layer.put("mark", mark);
    layer.put("encoding", encoding);
    return layer;
  }

  private static List<Map<String, Object>> tooltip(String field, String title) {
    return List.of(
        Map.of("field", field, "type", "nominal", "title", title),
        Map.of("field", "rows", "type", "quantitative", "format", ","));
  }

  private Map<String, Object> node(Bar bar, boolean isLeft) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("group", bar.group());
    node.put("label", label(bar, isLeft));
    node.put("rows", bar.rows());
    node.put("left", isLeft);
    node.put("x", isLeft ? -0.03 : 1.0);
    node.put("x2", isLeft ? 0.0 : 1.03);
    node.put("at", isLeft ? -0.045 : 1.045);
    node.put("y", VegaLite.number(bar.top()));
    node.put("y2", VegaLite.number(bar.top() + bar.height()));
    node.put("middle", VegaLite.number(bar.top() + bar.height() / 2));
    return node;
  }

  private String label(Bar bar, boolean isLeft) {
    String group = (isLeft ? before : after).label(bar.group());
    return Text.of("%s: %,d", Png.shortened(group, MOST_LETTERS), bar.rows());
  }

  /** The room for the longest label beside the picture. */
  private int side() {
    return Math.max(
        SIDE,
        Stream.of(true, false)
                .flatMap(isLeft -> bars(isLeft).stream().map(bar -> label(bar, isLeft)))
                .mapToInt(label -> Png.width(label, LETTER))
                .max()
                .orElse(0)
            + BAR);
  }

  private BufferedImage image() {
    int side = side();
    int width = WIDTH + 2 * side;
    BufferedImage image =
        new BufferedImage(width, TOP + HEIGHT + BOTTOM, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Png.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    String title = title();
    graphics.drawString(title, (width - graphics.getFontMetrics().stringWidth(title)) / 2, 26);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    int left = side + BAR;
    int right = side + WIDTH - BAR;
    for (Band band : bands()) {
      Color colour = Color.decode(Palette.colour(band.from()));
      graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 115));
      graphics.fill(ribbon(band, left, right));
    }
    for (boolean isLeft : new boolean[] {true, false}) {
      for (Bar bar : bars(isLeft)) {
        graphics.setColor(Color.decode(Palette.colour(bar.group())));
        graphics.fill(
            new Rectangle2D.Double(
                isLeft ? side : right, y(bar.top()), BAR, Math.max(1, HEIGHT * bar.height())));
        graphics.setColor(Png.INK);
        String label = label(bar, isLeft);
        int text = graphics.getFontMetrics().stringWidth(label);
        graphics.drawString(
            label,
            isLeft ? side - 6 - text : right + BAR + 6,
            (float) y(bar.top() + bar.height() / 2) + 4);
      }
    }
    graphics.dispose();
    return image;
  }

  private static double y(double part) {
    return TOP - 16 + HEIGHT * part;
  }

  private static Path2D ribbon(Band band, int left, int right) {
    Path2D path = new Path2D.Double();
    double middle = (left + right) / 2.0;
    double height = HEIGHT * band.height();
    path.moveTo(left, y(band.left()));
    path.curveTo(middle, y(band.left()), middle, y(band.right()), right, y(band.right()));
    path.lineTo(right, y(band.right()) + height);
    path.curveTo(
        middle,
        y(band.right()) + height,
        middle,
        y(band.left()) + height,
        left,
        y(band.left()) + height);
    path.closePath();
    return path;
  }
}
