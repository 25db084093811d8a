package org.sqlflow.database.spi;

import org.sqlflow.data.ColumnType;

/** What the values of a result become in Java. */
public enum ValueType {
  BOOLEAN(ColumnType.BOOLEAN),
  INTEGER(ColumnType.INTEGER),
  LONG(ColumnType.INTEGER),
  /** Whole numbers that may be too large for a long. */
  HUGE(ColumnType.INTEGER),
  FLOAT(ColumnType.REAL),
  DOUBLE(ColumnType.REAL),
  /** Numbers with exact decimal places. */
  DECIMAL(ColumnType.REAL),
  DATE(ColumnType.TIME),
  TIME(ColumnType.TIME),
  TIMESTAMP(ColumnType.TIME),
  INSTANT(ColumnType.TIME),
  TEXT(ColumnType.TEXT),
  BYTES(ColumnType.OTHER),
  ARRAY(ColumnType.OTHER);

  private final ColumnType columnType;

  ValueType(ColumnType columnType) {
    this.columnType = columnType;
  }

  /** What the values are to a model, unless a dialect knows better. */
  public ColumnType columnType() {
    return columnType;
  }
}
