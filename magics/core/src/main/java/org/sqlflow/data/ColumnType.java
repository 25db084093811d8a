package org.sqlflow.data;

/** What the values of a column are, as far as a model is concerned. */
public enum ColumnType {
  /** Whole numbers of any size. */
  INTEGER,
  /** Floating-point and decimal numbers. */
  REAL,
  BOOLEAN,
  TEXT,
  /** Dates, times, timestamps and intervals. */
  TIME,
  /** Lists or arrays of numbers or booleans. */
  LIST,
  /** Anything else: structures, bytes, lists of texts. */
  OTHER;

  /** Whether the values are numbers or booleans, so that a model can take them as they are. */
  public boolean isNumeric() {
    return this == INTEGER || this == REAL || this == BOOLEAN;
  }
}
