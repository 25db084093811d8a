package org.sqlflow.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;

/**
 * A tree of rules: each branch with its condition, each leaf with its group. It grows from left to
 * right, or, where that would be wider than a page, from top to bottom.
 *
 * @param model the model's name
 * @param root the tree
 */
public record TreeChart(String model, Node root) {
  private static final int LETTER = 7;
  private static final int TITLE_HEIGHT = 44;
  private static final int LEAF_HEIGHT = 34;
  private static final int MARGIN = 16;
  private static final int GAP = 26;
  private static final int MOST_LETTERS = 34;
  private static final int MOST_LETTERS_DOWN = 44;
  private static final int LETTERS_OF_THE_END = 12;
  private static final int DOT = 12;

  /** How far the middle of a label is above its branch. */
  private static final int ABOVE = 9;

  /** Pixels that a notebook's page has room for. */
  private static final int WIDEST = 720;

  private static final int ROW_HEIGHT = 24;
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  /**
   * A node.
   *
   * @param label the condition of the branch that leads here; empty at the root
   * @param text of a leaf: its group and rows
   * @param group of a leaf, which has its colour; negative for none
   * @param children of a fork, two; none of a leaf
   */
  public record Node(String label, String text, int group, List<Node> children) {
    public Node {
      children = List.copyOf(children);
    }

    private int leaves() {
      return children.isEmpty() ? 1 : children.stream().mapToInt(Node::leaves).sum();
    }

    private int depth() {
      return children.isEmpty() ? 0 : 1 + children.stream().mapToInt(Node::depth).max().orElse(0);
    }
  }

  /** A line. */
  private record Line(double x, double y, double x2, double y2) {}

  /** A text that begins at a place, half of its height above and below. */
  private record Label(double x, double y, String text, String whole) {}

  /** The dot of a leaf, with its text to the right. */
  private record Leaf(double x, double y, Node node) {}

  /** Where everything is, in pixels. */
  private abstract static class Layout {
    final List<Line> lines = new ArrayList<>();
    final List<Label> labels = new ArrayList<>();
    final List<Leaf> leaves = new ArrayList<>();
    int bottom = TITLE_HEIGHT;

    static Layout of(Node root) {
      Layout across = new Across(root);
      return across.width() <= WIDEST ? across : new Down(root);
    }

    /** A condition with room for some letters; its end is what tells two branches apart. */
    static String label(Node node, int letters) {
      String text = node.label();
      int length = text.codePointCount(0, text.length());
      if (length <= letters) {
        return text;
      }
      int end = text.offsetByCodePoints(0, length - LETTERS_OF_THE_END);
      return Png.shortened(text, letters - LETTERS_OF_THE_END) + text.substring(end);
    }

    int width() {
      return (int)
              leaves.stream()
                  .mapToDouble(leaf -> leaf.x + 2 * DOT + Png.width(leaf.node.text(), LETTER))
                  .max()
                  .orElse(0)
          + MARGIN;
    }

    int height() {
      return bottom + MARGIN;
    }
  }

  /** From left to right: a row for each leaf. The branch of a node ends at its height. */
  private static final class Across extends Layout {
    private final int[] widths;

    Across(Node root) {
      widths = new int[root.depth() + 1];
      measure(root, 0);
      place(root, 0, MARGIN);
    }

    private void measure(Node node, int depth) {
      widths[depth] = Math.max(widths[depth], Png.width(label(node, MOST_LETTERS), LETTER) + GAP);
      node.children().forEach(child -> measure(child, depth + 1));
    }

    private double place(Node node, int depth, double from) {
      double x = from + (depth == 0 ? GAP / 2.0 : widths[depth]);
      double y;
      if (node.children().isEmpty()) {
        y = bottom + LEAF_HEIGHT / 2.0;
        bottom += LEAF_HEIGHT;
        leaves.add(new Leaf(x, y, node));
      } else {
        double first = place(node.children().get(0), depth + 1, x);
        double last = place(node.children().get(1), depth + 1, x);
        lines.add(new Line(x, first, x, last));
        y = (first + last) / 2;
      }
      lines.add(new Line(from, y, x, y));
      if (depth > 0) {
        labels.add(new Label(from + GAP / 3.0, y - ABOVE, label(node, MOST_LETTERS), node.label()));
      }
      return y;
    }
  }

  /** From top to bottom, for trees that would be too wide: a row for each branch, indented. */
  private static final class Down extends Layout {
    Down(Node root) {
      place(root, MARGIN, bottom);
    }

    private void place(Node node, double x, double top) {
      double last = top;
      for (Node child : node.children()) {
        double y = bottom + ROW_HEIGHT / 2.0;
        bottom += ROW_HEIGHT;
        last = y;
        lines.add(new Line(x, y, x + GAP / 2.0, y));
        double from = x + GAP / 2.0 + 4;
        String label = label(child, MOST_LETTERS_DOWN);
        labels.add(new Label(from, y, label, child.label()));
        if (child.children().isEmpty()) {
          leaves.add(new Leaf(from + Png.width(label, LETTER) + GAP / 2.0, y, child));
        } else {
          place(child, x + GAP, y + ROW_HEIGHT / 3.0);
        }
      }
      if (!node.children().isEmpty()) {
        lines.add(new Line(x, top, x, last));
      }
    }
  }

  /** The chart. */
  public Output.Picture output() {
    Layout layout = Layout.of(root);
    String text =
        Text.of(
            "%s: a tree with %d %s",
            title(), root.leaves(), root.leaves() == 1 ? "leaf" : "leaves");
    return new Output.Picture(text, Png.drawn(() -> image(layout)), vegaLite(layout, text));
  }

  private String title() {
    return "Rules of " + Png.shortened(model, 48);
  }

  private BufferedImage image(Layout layout) {
    int width = Math.max(layout.width(), 2 * MARGIN + Png.width(title(), LETTER + 2));
    BufferedImage image = new BufferedImage(width, layout.height(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Png.INK);
    graphics.setFont(BOLD);
    graphics.drawString(title(), MARGIN, 26);
    graphics.setFont(PLAIN);
    graphics.setStroke(new BasicStroke(1.2f));
    for (Line line : layout.lines) {
      graphics.drawLine((int) line.x, (int) line.y, (int) line.x2, (int) line.y2);
    }
    for (Label label : layout.labels) {
      graphics.drawString(label.text, (int) label.x, (int) label.y + 4);
    }
    for (Leaf leaf : layout.leaves) {
      int x = (int) leaf.x;
      int y = (int) leaf.y;
      graphics.setColor(Png.INK);
      graphics.drawString(leaf.node.text(), x + DOT + 6, y + 4);
      graphics.setColor(Color.decode(Palette.colour(leaf.node.group())));
      graphics.fillOval(x, y - DOT / 2, DOT, DOT);
    }
    graphics.dispose();
    return image;
  }

  private Map<String, Object> vegaLite(Layout layout, String text) {
    List<Map<String, Object>> lines = new ArrayList<>();
    List<Map<String, Object>> labels = new ArrayList<>();
    List<Map<String, Object>> leaves = new ArrayList<>();
    layout.lines.forEach(line -> lines.add(line(line.x, line.y, line.x2, line.y2)));
    for (Label placed : layout.labels) {
      Map<String, Object> label = at(placed.x, placed.y);
      label.put("text", placed.text);
      label.put("condition", placed.whole);
      labels.add(label);
    }
    for (Leaf placed : layout.leaves) {
      Map<String, Object> leaf = at(placed.x + DOT / 2.0, placed.y);
      leaf.put("text", placed.node.text());
      leaf.put("colour", Palette.colour(placed.node.group()));
      leaves.add(leaf);
    }
    Map<String, Object> spec = VegaLite.withoutLegend(title(), text);
    spec.put("title", Map.of("text", title(), "anchor", "start"));
    spec.put("width", layout.width());
    spec.put("height", layout.height() - TITLE_HEIGHT);
    spec.put("view", Map.of("stroke", "transparent"));
    Map<String, Object> x = axis("x", layout.width(), 0);
    Map<String, Object> y = axis("y", TITLE_HEIGHT, layout.height());
    spec.put(
        "layer",
        List.of(
            layer(
                lines,
                Map.of("type", "rule", "color", VegaLite.INK),
                Map.of("x", x, "y", y, "x2", Map.of("field", "x2"), "y2", Map.of("field", "y2"))),
            layer(
                labels,
                Map.of("type", "text", "align", "left", "color", VegaLite.INK, "fontSize", 12),
                Map.of(
                    "x",
                    x,
                    "y",
                    y,
                    "text",
                    Map.of("field", "text", "type", "nominal"),
                    "tooltip",
                    Map.of("field", "condition", "type", "nominal"))),
            layer(
                leaves,
                Map.of("type", "point", "filled", true, "size", 110, "opacity", 1),
                Map.of(
                    "x",
                    x,
                    "y",
                    y,
                    "color",
                    colour(leaves),
                    "tooltip",
                    Map.of("field", "text", "type", "nominal"))),
            layer(
                leaves,
                Map.of(
                    "type",
                    "text",
                    "align",
                    "left",
                    "dx",
                    DOT,
                    "color",
                    VegaLite.INK,
                    "fontSize",
                    12),
                Map.of("x", x, "y", y, "text", Map.of("field", "text", "type", "nominal")))));
    return spec;
  }

  private static Map<String, Object> colour(List<Map<String, Object>> leaves) {
    List<Object> colours = leaves.stream().map(leaf -> leaf.get("colour")).distinct().toList();
    return Map.of(
        "field", "colour", "type", "nominal", "scale", Map.of("domain", colours, "range", colours));
  }

  private static Map<String, Object> axis(String field, double first, double second) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put("field", field);
    axis.put("type", "quantitative");
    axis.put("axis", VegaLite.NO_AXIS);
    axis.put("title", "");
    axis.put(
        "scale",
        field.equals("x")
            ? Map.of("domain", List.of(second, first), "nice", false, "zero", false)
            : Map.of(
                "domain", List.of(first, second), "nice", false, "zero", false, "reverse", true));
    return axis;
  }

  private static Map<String, Object> layer(
      List<Map<String, Object>> values, Map<String, Object> mark, Map<String, Object> encoding) {
    return Map.of("data", Map.of("values", values), "mark", mark, "encoding", encoding);
  }

  private static Map<String, Object> at(double x, double y) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("x", x);
    place.put("y", y);
    return place;
  }

  private static Map<String, Object> line(double x, double y, double x2, double y2) {
    Map<String, Object> line = at(x, y);
    line.put("x2", x2);
    line.put("y2", y2);
    return line;
  }
}
