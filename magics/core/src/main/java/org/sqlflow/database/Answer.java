package org.sqlflow.database;

/** The result of a statement. */
public sealed interface Answer {
  /**
   * Rows, possibly none.
   *
   * @param isPartial whether there are more, which were not read
   */
  record Rows(QueryTable result, boolean isPartial) implements Answer {}

  /** The number of rows that were written, changed or deleted. */
  record Changed(long rows) implements Answer {}

  /** The statement ran and has no result. */
  record Done() implements Answer {}
}
