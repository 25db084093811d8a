package org.sqlflow.database;

import java.util.List;

/** The result of a statement. */
public sealed interface Answer {
  /**
   * Rows, possibly none.
   *
   * @param isPartial whether there are more, which were not read
   * @param leftOut sentences on values that are NULL here since a table of Java cannot hold them
   */
  record Rows(QueryTable result, boolean isPartial, List<String> leftOut) implements Answer {}

  /** The number of rows that were written, changed or deleted. */
  record Changed(long rows) implements Answer {}

  /** The statement ran and has no result. */
  record Done() implements Answer {}
}
