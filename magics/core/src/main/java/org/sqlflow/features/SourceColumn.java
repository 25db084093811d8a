package org.sqlflow.features;

/**
 * A column that a query offers.
 *
 * @param typeName the database's name of its type, for messages
 */
public record SourceColumn(String name, Kind kind, String typeName) {
  /** What a model could make of a column. */
  public enum Kind {
    WHOLE,
    REAL,
    BOOLEAN,
    TEXT,
    TIME,
    /** Lists of numbers. */
    LIST,
    OTHER
  }

  /** Whether its values are numbers or truth values. */
  public boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.REAL || kind == Kind.BOOLEAN;
  }
}
