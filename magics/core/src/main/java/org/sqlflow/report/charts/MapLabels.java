package org.sqlflow.report.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places the numbers of groups in a map: near the middle of the group's points, without covering
 * points or each other.
 *
 * @param width of the map in pixels
 * @param height of the map in pixels
 */
record MapLabels(int width, int height) {
  static final int BOX_HEIGHT = 20;

  private static final int DIGIT = 9;
  private static final int MARGIN = 12;

  /** Pixels around a label that should be free of points. */
  private static final int CLEARANCE = 3;

  private static final int FIRST_RING = 20;
  private static final int RING = 10;
  private static final int DIRECTIONS = 24;

  /** The cost of a pixel of distance; a point that the label hides costs 1. */
  private static final double DISTANCE_COST = 0.05;

  private static final double OVERLAP_COST = 1e5;

  /**
   * A label.
   *
   * @param x the middle of the label, from the left
   * @param y the middle of the label, from the top
   * @param toX the middle of the group
   * @param toY the middle of the group
   */
  record Label(int group, double x, double y, double toX, double toY) {
    int boxWidth() {
      return DIGIT * String.valueOf(group).length() + MARGIN;
    }

    /** Whether the label is so far away that a line must show where it belongs. */
    boolean needsLine() {
      return Math.hypot(x - toX, y - toY) > BOX_HEIGHT;
    }

    private boolean covers(double px, double py) {
      return Math.abs(px - x) < boxWidth() / 2.0 + CLEARANCE
          && Math.abs(py - y) < BOX_HEIGHT / 2.0 + CLEARANCE;
    }

    private boolean overlaps(Label other) {
      return Math.abs(other.x - x) < (boxWidth() + other.boxWidth()) / 2.0 + CLEARANCE
          && Math.abs(other.y - y) < BOX_HEIGHT + CLEARANCE;
    }
  }

  /**
   * A place for each label, that of the largest group first.
   *
   * @param clouds {@code [group][0: from the left, 1: from the top][point]}, in pixels
   * @param numbers the groups' numbers
   */
  List<Label> of(List<double[][]> clouds, List<Integer> numbers) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < clouds.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> -clouds.get(i)[0].length));
    List<Label> placed = new ArrayList<>();
    for (int i : order) {
      double[] middle = MapChart.middle(clouds.get(i));
      Label label = new Label(numbers.get(i), middle[0], middle[1], middle[0], middle[1]);
      placed.add(best(label, clouds, placed));
    }
    return placed;
  }

  private Label best(Label at, List<double[][]> clouds, List<Label> placed) {
    Label best = moved(at, 0, 0);
    double least = cost(best, clouds, placed);
    for (int ring = FIRST_RING; ring < width && DISTANCE_COST * ring < least; ring += RING) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        double angle = 2 * Math.PI * direction / DIRECTIONS;
        Label label = moved(at, ring * Math.cos(angle), ring * Math.sin(angle));
        double cost = cost(label, clouds, placed);
        if (cost < least) {
          least = cost;
          best = label;
        }
      }
    }
    return best;
  }

  /** The label moved away from the group's middle, but within the map. */
  private Label moved(Label label, double right, double down) {
    double halfWidth = label.boxWidth() / 2.0 + 1;
    double halfHeight = BOX_HEIGHT / 2.0 + 1;
    return new Label(
        label.group(),
        Math.max(halfWidth, Math.min(width - halfWidth, label.toX() + right)),
        Math.max(halfHeight, Math.min(height - halfHeight, label.toY() + down)),
        label.toX(),
        label.toY());
  }

  private static double cost(Label label, List<double[][]> clouds, List<Label> placed) {
    double cost = DISTANCE_COST * Math.hypot(label.x() - label.toX(), label.y() - label.toY());
    for (Label other : placed) {
      cost += label.overlaps(other) ? OVERLAP_COST : 0;
    }
    for (double[][] cloud : clouds) {
      for (int i = 0; i < cloud[0].length; i++) {
        cost += label.covers(cloud[0][i], cloud[1][i]) ? 1 : 0;
      }
    }
    return cost;
  }
}
