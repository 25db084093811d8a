package org.sqlflow.features;

import java.util.Locale;

/** What a feature reads of a query's column. */
public sealed interface ColumnRead {
  /** The column's name. */
  String column();

  /** The same in lower case: names fold case, and those of a base are as in its own query. */
  ColumnRead folded();

  /** Numbers and truth values: {@code double[]}, NULL is NaN. */
  record Numbers(String column) implements ColumnRead {
    @Override
    public Numbers folded() {
      return new Numbers(column.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Values of any type as text: {@code String[]}, NULL is null; or {@code double[]}, of which a
   * whole number is written without a fraction, so that a category is one in all types.
   */
  record Texts(String column) implements ColumnRead {
    @Override
    public Texts folded() {
      return new Texts(column.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Vectors: {@code double[][]}, NULL is null and NaN within; or {@code String[]} to split.
   *
   * @param size numbers in each vector
   * @param delimiter what stands between them in a text; blank for any white space
   */
  record Vectors(String column, int size, String delimiter) implements ColumnRead {
    @Override
    public Vectors folded() {
      return new Vectors(column.toLowerCase(Locale.ROOT), size, delimiter);
    }
  }
}
