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
 * A tree of rules from left to right: each branch with its condition, each leaf with its group.
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
  private static final int DOT = 12;
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

  /** A node with its place in pixels; its branch comes from the left at its height. */
  private record Placed(Node node, double from, double x, double y) {}

  /** A vertical line between the branches of a fork. */
  private record Fork(double x, double top, double bottom) {}

  private static final class Layout {
    private final List<Placed> nodes = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final int[] widths;
    private int leaf;

    Layout(Node root) {
      widths = new int[root.depth() + 1];
      measure(root, 0);
      place(root, 0, MARGIN);
    }

    private void measure(Node node, int depth) {
      int letters = Png.width(Png.shortened(node.label(), MOST_LETTERS), LETTER);
      widths[depth] = Math.max(widths[depth], letters + GAP);
      node.children().forEach(child -> measure(child, depth + 1));
    }

    private double place(Node node, int depth, double from) {
      double x = from + (depth == 0 ? GAP / 2.0 : widths[depth]);
      double y;
      if (node.children().isEmpty()) {
        y = TITLE_HEIGHT + LEAF_HEIGHT * (leaf++ + 0.5);
      } else {
        double top = place(node.children().get(0), depth + 1, x);
        double bottom = place(node.children().get(1), depth + 1, x);
        forks.add(new Fork(x, top, bottom));
        y = (top + bottom) / 2;
      }
      nodes.add(new Placed(node, from, x, y));
      return y;
    }

    private int width() {
      return (int)
              nodes.stream()
                  .mapToDouble(placed -> placed.x + 2 * DOT + Png.width(placed.node.text(), LETTER))
                  .max()
                  .orElse(0)
          + MARGIN;
    }

    private int height() {
      return TITLE_HEIGHT + LEAF_HEIGHT * leaf + MARGIN;
    }
  }

  /** The chart. */
  public Output.Picture output() {
    Layout layout = new Layout(root);
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
    for (Fork fork : layout.forks) {
      graphics.drawLine((int) fork.x, (int) fork.top, (int) fork.x, (int) fork.bottom);
    }
    for (Placed placed : layout.nodes) {
      int y = (int) placed.y;
      graphics.setColor(Png.INK);
      graphics.drawLine((int) placed.from, y, (int) placed.x, y);
      String label = Png.shortened(placed.node.label(), MOST_LETTERS);
      graphics.drawString(label, (int) placed.from + GAP / 3, y - 5);
      if (placed.node.children().isEmpty()) {
        graphics.drawString(placed.node.text(), (int) placed.x + DOT + 6, y + 4);
        graphics.setColor(Color.decode(Palette.colour(placed.node.group())));
        graphics.fillOval((int) placed.x, y - DOT / 2, DOT, DOT);
      }
    }
    graphics.dispose();
    return image;
  }

  private Map<String, Object> vegaLite(Layout layout, String text) {
    List<Map<String, Object>> lines = new ArrayList<>();
    List<Map<String, Object>> labels = new ArrayList<>();
    List<Map<String, Object>> leaves = new ArrayList<>();
    layout.forks.forEach(fork -> lines.add(line(fork.x, fork.top, fork.x, fork.bottom)));
    for (Placed placed : layout.nodes) {
      lines.add(line(placed.from, placed.y, placed.x, placed.y));
      if (!placed.node.label().isEmpty()) {
        Map<String, Object> label = at(placed.from + GAP / 3.0, placed.y - 9);
        label.put("text", Png.shortened(placed.node.label(), MOST_LETTERS));
        label.put("condition", placed.node.label());
        labels.add(label);
      }
      if (placed.node.children().isEmpty()) {
        Map<String, Object> leaf = at(placed.x + DOT / 2.0, placed.y);
        leaf.put("text", placed.node.text());
        leaf.put("colour", Palette.colour(placed.node.group()));
        leaves.add(leaf);
      }
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
