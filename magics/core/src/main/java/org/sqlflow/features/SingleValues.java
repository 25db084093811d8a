package org.sqlflow.features;

import java.util.Optional;
import org.sqlflow.text.Text;

/** Warns of categories of which most occur once: they say which row it is, not what it is like. */
final class SingleValues {
  /** Fewer values are few features, whatever they are. */
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
