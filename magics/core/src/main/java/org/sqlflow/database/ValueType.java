package org.sqlflow.database;

/** What values of a result become in Java. */
enum ValueType {
  BOOLEAN,
  INTEGER,
  LONG,
  /** Whole numbers that may be longer than a long. */
  HUGE,
  FLOAT,
  DOUBLE,
  DATE,
  TIME,
  TIMESTAMP,
  INSTANT,
  TEXT,
  BYTES,
  ARRAY;

  /** What a model could make of it. */
  QueryColumn.Kind kind() {
    return switch (this) {
      case BOOLEAN -> QueryColumn.Kind.BOOLEAN;
      case INTEGER, LONG, HUGE -> QueryColumn.Kind.WHOLE;
      case FLOAT, DOUBLE -> QueryColumn.Kind.REAL;
      case DATE, TIME, TIMESTAMP, INSTANT -> QueryColumn.Kind.TIME;
      case TEXT -> QueryColumn.Kind.TEXT;
      case BYTES, ARRAY -> QueryColumn.Kind.OTHER;
    };
  }
}
