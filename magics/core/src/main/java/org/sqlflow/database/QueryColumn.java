package org.sqlflow.database;

/**
 * A column of a query's result.
 *
 * @param name as the database labels it
 * @param kind what a model could make of it
 * @param typeName the database's own name of the type
 */
public record QueryColumn(String name, Kind kind, String typeName) {
  /** Families of SQL types. */
  public enum Kind {
    WHOLE,
    REAL,
    BOOLEAN,
    TEXT,
    TIME,
    /** A list or an array of numbers or truth values. */
    LIST,
    OTHER
  }
}
