package org.sqlflow.data;

/**
 * A column that a model adds to a table.
 *
 * @param name of the column
 * @param type of its values
 */
public record OutputColumn(String name, Type type) {
  /** What the values are, and which vector holds them. */
  public enum Type {
    /** 32-bit whole numbers: {@link ColumnVector.Ints}; {@link ColumnVector.Ints#NONE} is NULL. */
    INTEGER,
    /** Single precision: {@link ColumnVector.Floats}. */
    REAL,
    /** Double precision: {@link ColumnVector.Doubles}; NaN is NULL. */
    DOUBLE,
    /** {@link ColumnVector.Texts}; null is NULL. */
    TEXT,
    /** {@link ColumnVector.Truths}. */
    BOOLEAN
  }
}
