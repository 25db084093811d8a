package org.sqlflow.features;

/** What a feature reads of a query's column. */
public sealed interface ColumnRead {
  /** The column's name. */
  String column();

  /** Numbers and truth values: {@code double[]}, NULL is NaN. */
  record Numbers(String column) implements ColumnRead {}

  /**
   * Values of any type as text: {@code String[]}, NULL is null; or {@code double[]}, of which a
   * whole number is written without a fraction, so that a category is one in all types.
   */
  record Texts(String column) implements ColumnRead {}

  /**
   * Vectors: {@code double[][]}, NULL is null and NaN within; or {@code String[]} to split.
   *
   * @param size numbers in each vector
   * @param delimiter what stands between them in a text; blank for any white space
   */
  record Vectors(String column, int size, String delimiter) implements ColumnRead {}
}
