package org.sqlflow.features;

import java.util.Optional;
import org.sqlflow.text.Text;

/**
 * Warns of features most of whose categories occur once: they identify rows instead of describing
 * them.
 */
final class SingleValues {
  /** Fewer values make so few features that they need no warning. */
  private static final int FEWEST = 10;

  private SingleValues() {}

  /**
   * A sentence on a feature with too many rare categories.
   *
   * @param values how many different ones the rows have
   * @param single how many of them are in one row only
   * @param rows that have a value
   */
  static Optional<String> warning(Feature feature, long values, long single, long rows) {
    if (values < FEWEST || 2 * single <= values) {
      return Optional.empty();
    }
    String column = feature.reads().get(0).column();
    return Optional.of(
        Text.of(
            "%s has %,d values in %,d rows: %s in one row only, so %s tells rows apart instead of"
                + " grouping them. Leave it out, or use a column with few values.",
            column,
            values,
            rows,
            single == values ? "each is" : Text.of("%,d of them are", single),
            feature.text()));
  }
}
