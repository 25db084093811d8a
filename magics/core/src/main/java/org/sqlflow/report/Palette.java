package org.sqlflow.report;

import java.util.List;

/**
 * Colours that people with any kind of colour blindness can distinguish. Groups have those of Okabe
 * and Ito (2008), without black and yellow, which cannot be seen on dark and on light pages.
 * Deviations from a mean go from blue (below) through white to orange (above).
 */
public final class Palette {
  public static final String BELOW = "#4a90c4";
  public static final String MEAN = "#f7f7f7";
  public static final String ABOVE = "#e08a3c";
  public static final String LINE = "#0072b2";

  /** The colour of rows in no group. */
  private static final String NONE = "#a8a8a8";

  private static final List<String> GROUPS =
      List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8a8a");

  /** As Vega-Lite names them. */
  private static final List<String> SHAPES =
      List.of("circle", "square", "triangle-up", "diamond", "cross");

  private Palette() {}

  /**
   * The colour of a group; the first 35 groups differ in colour or shape. A negative number stands
   * for no group.
   */
  public static String colour(int group) {
    return group < 0 ? NONE : GROUPS.get(group % GROUPS.size());
  }

  /** The shape of a group's points, as Vega-Lite names it. */
  public static String shape(int group) {
    return SHAPES.get(Math.max(0, group) % SHAPES.size());
  }
}
