package org.sqlflow.database;

/** What the database answers to a statement. */
public sealed interface Answer {
  /** Rows, possibly none. */
  record Rows(QueryTable result) implements Answer {}

  /** A number of rows written, changed or deleted. */
  record Changed(long rows) implements Answer {}

  /** Nothing to tell. */
  record Done() implements Answer {}
}
