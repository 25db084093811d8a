package org.sqlflow.kernel.display;

import java.util.Locale;

/**
 * The colours of a table's cells by how far they lie from what is usual: orange above, blue below,
 * which people with any kind of colour blindness tell apart. They are laid over the page's own
 * colour thinly enough for its text to stay readable, on light and dark pages.
 *
 * @param deviations {@code [row][column - 1]}: standard deviations; NaN for none
 */
record CellColours(double[][] deviations) {
  static final CellColours NONE = new CellColours(new double[0][]);

  private static final String ABOVE = "230,97,1";
  private static final String BELOW = "33,102,172";

  /** A small effect in Cohen 1988; nearer means have no colour. */
  private static final double SLIGHT = 0.2;

  /** What lies further off is as dark. */
  private static final double FARTHEST = 1.5;

  private static final double DARKEST = 0.6;

  /** The style of a cell, to follow others; empty for none. */
  String style(int row, int column) {
    if (row >= deviations.length || column == 0) {
      return "";
    }
    double off = deviations[row][column - 1];
    if (Double.isNaN(off) || Math.abs(off) < SLIGHT) {
      return "";
    }
    double opacity = DARKEST * Math.min(1, Math.abs(off) / FARTHEST);
    return String.format(
        Locale.ROOT, ";background-color:rgba(%s,%.2f)", off > 0 ? ABOVE : BELOW, opacity);
  }
}
