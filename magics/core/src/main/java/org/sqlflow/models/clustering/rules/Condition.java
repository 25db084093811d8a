package org.sqlflow.models.clustering.rules;

import java.util.Collections;
import java.util.List;

/** What a rule asks of a row. Immutable. */
public sealed interface Condition {
  /** The place of the column among those of {@link RuleRows}. */
  int column();

  /** Whether a row fulfils it. */
  boolean holds(RuleRows rows, int row);

  /**
   * The number is less.
   *
   * @param threshold finite
   */
  record Below(int column, float threshold) implements Condition {
    @Override
    public boolean holds(RuleRows rows, int row) {
      return ((RuleRows.Values.Numbers) rows.columns().get(column)).values()[row] < threshold;
    }
  }

  /**
   * The category is one of these.
   *
   * @param codes ascending; all of them have names
   */
  record Among(int column, List<Integer> codes) implements Condition {
    public Among {
      codes = List.copyOf(codes);
    }

    @Override
    public boolean holds(RuleRows rows, int row) {
      int code = ((RuleRows.Values.Categories) rows.columns().get(column)).codes()[row];
      return Collections.binarySearch(codes, code) >= 0;
    }
  }
}
