package org.sqlflow.models.clustering.rules;

import java.util.List;

/**
 * Rows in the form that rules read. Immutable; the arrays are shared, not copied.
 *
 * @param rows how many
 * @param columns what each row has
 */
public record RuleRows(int rows, List<Values> columns) {
  public RuleRows {
    columns = List.copyOf(columns);
  }

  /** The values of a column, one for each row. */
  public sealed interface Values {
    /** Numbers to compare; all finite. */
    record Numbers(float[] values) implements Values {}

    /**
     * Categories to look up.
     *
     * @param codes from 0
     * @param named how many codes have a name that a condition can list; greater codes mean every
     *     other value
     */
    record Categories(int[] codes, int named) implements Values {}
  }

  /** The same columns of some rows, in their order. */
  public RuleRows take(int[] places) {
    return new RuleRows(
        places.length, columns.stream().map(values -> taken(values, places)).toList());
  }

  private static Values taken(Values values, int[] places) {
    if (values instanceof Values.Numbers numbers) {
      float[] taken = new float[places.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = numbers.values()[places[i]];
      }
      return new Values.Numbers(taken);
    }
    Values.Categories categories = (Values.Categories) values;
    int[] taken = new int[places.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = categories.codes()[places[i]];
    }
    return new Values.Categories(taken, categories.named());
  }
}
