package org.sqlflow.report.charts;

import java.util.List;

/**
 * Colours that people with any kind of colour blindness can distinguish: for groups those of Okabe
 * and Ito (2008) without black and yellow, which vanish on dark and light pages; from below to
 * above a mean from blue over white to orange.
 */
final class Palette {
  static final String BELOW = "#4a90c4";
  static final String MEAN = "#f7f7f7";
  static final String ABOVE = "#e08a3c";
  static final String LINE = "#0072b2";

  /** Of rows in no group. */
  private static final String NONE = "#c4c4c4";

  private static final List<String> GROUPS =
      List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8a8a");

  /** As Vega-Lite names them. */
  private static final List<String> SHAPES =
      List.of("circle", "square", "triangle-up", "diamond", "cross");

  private Palette() {}

  /**
   * The colour of a group; together with its shape unique among the first 35. A negative one is
   * none.
   */
  static String colour(int group) {
    return group < 0 ? NONE : GROUPS.get(group % GROUPS.size());
  }

  static String shape(int group) {
    return SHAPES.get(Math.max(0, group) % SHAPES.size());
  }
}
