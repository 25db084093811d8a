package org.sqlflow.database.spi;

import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.SqlType;
import org.sqlflow.database.StoredTypes;

/** How a database's types map to Java and to models. Immutable. */
public interface SqlTypes {
  /** Larger values are left out of Java tables, which need two characters for each byte. */
  int MOST_BYTES = 10_000_000;

  /** What the values of a result's column become in Java. Columns count from 1. */
  ValueType valueType(ResultSetMetaData result, int index) throws SQLException;

  /** What the values of a result's column are to a model. Columns count from 1. */
  ColumnType columnType(ResultSetMetaData result, int index) throws SQLException;

  /** The name of the type of a result's column, as users of the database write it. */
  default String typeName(ResultSetMetaData result, int index) throws SQLException {
    return result.getColumnTypeName(index);
  }

  /** The type of a result's column, to show. Columns count from 1. */
  default SqlType sqlType(ResultSetMetaData result, int index) throws SQLException {
    ValueType type = valueType(result, index);
    boolean isFixed = type == ValueType.DECIMAL && result.getPrecision(index) > 0;
    return new SqlType(
        typeName(result, index).toLowerCase(Locale.ROOT),
        type.columnType() == ColumnType.INTEGER || type.columnType() == ColumnType.REAL,
        isFixed ? OptionalInt.of(result.getScale(index)) : OptionalInt.empty());
  }

  /**
   * A date or time of the current row, exact: a LocalDate, LocalTime, LocalDateTime or
   * OffsetDateTime, by its type; the largest or the smallest one there is for an infinite one; a
   * String for one that Java's types cannot hold; null for NULL.
   */
  default Object time(ResultSet rows, int index, ValueType type) throws SQLException {
    return switch (type) {
      case DATE -> rows.getObject(index, LocalDate.class);
      case TIME -> rows.getObject(index, LocalTime.class);
      case TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      default -> rows.getObject(index, OffsetDateTime.class);
    };
  }

  /** A value of {@link #time} as people write it in SQL. */
  static String text(Object time) {
    return TimeText.of(time);
  }

  /**
   * Bytes of the current row as PostgreSQL writes them, {@code \x00ff}; empty for more than {@link
   * #MOST_BYTES}; null for NULL.
   */
  default String bytes(ResultSet rows, int index) throws SQLException {
    Object value = rows.getObject(index);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof Blob blob && blob.length() > MOST_BYTES) {
      return "";
    }
    byte[] bytes = rows.getBytes(index);
    return bytes.length > MOST_BYTES ? "" : "\\x" + HexFormat.of().formatHex(bytes);
  }

  /** A number or a boolean of the current row; NULL is NaN. */
  default double number(ResultSet rows, int index) throws SQLException {
    double number = rows.getDouble(index);
    return rows.wasNull() ? Double.NaN : number;
  }

  /** The types of the tables in which models are stored. */
  StoredTypes stored();
}
