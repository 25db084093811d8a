package org.sqlflow.database.mariadb;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.spi.ValueType;
import tech.tablesaw.columns.Column;

/** The types of MariaDB and MySQL. */
final class MariaDbTypes extends GenericTypes {
  /** One bit is a boolean, and several are a number. */
  @Override
  public ValueType valueType(ResultSetMetaData result, int index) throws SQLException {
    boolean bits = result.getColumnTypeName(index).equals("BIT");
    return bits && result.getPrecision(index) > 1 ? ValueType.LONG : super.valueType(result, index);
  }

  /** The driver reads a date of zeros as NULL, and cannot read a time of more than a day. */
  @Override
  public Object time(ResultSet rows, int index, ValueType type) throws SQLException {
    String text = rows.getString(index);
    if (text == null || text.startsWith("0000-00-00")) {
      return text;
    }
    try {
      return type == ValueType.TIME ? LocalTime.parse(text) : super.time(rows, index, type);
    } catch (DateTimeParseException noTimeOfDay) {
      return text;
    }
  }

  /** The driver cannot read a double from a BIT. */
  @Override
  public double number(ResultSet rows, int index) throws SQLException {
    try {
      return super.number(rows, index);
    } catch (SQLDataException bits) {
      return rows.getLong(index);
    }
  }

  /** MariaDB has no NaN and no infinity. */
  @Override
  protected Object written(Object value) {
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    boolean finite = !(value instanceof Float real && !Float.isFinite(real));
    finite &= !(value instanceof Double real && !Double.isFinite(real));
    return finite ? value : null;
  }

  /** Results do not report how many fractional digits of seconds a type has. */
  @Override
  protected String declared(String type) {
    return switch (type) {
      case "datetime", "timestamp" -> "datetime(6)";
      case "time" -> "time(6)";
      default -> super.declared(type);
    };
  }

  @Override
  protected String sqlType(OutputColumn.Type type) {
    return switch (type) {
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case REAL -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case TEXT -> "LONGTEXT";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "DATETIME(6)";
    };
  }

  @Override
  protected String sqlType(Column<?> column) {
    return switch (column.type().name()) {
      case "DOUBLE" -> "DOUBLE";
      case "LOCAL_DATE_TIME", "INSTANT" -> "DATETIME(6)";
      default -> super.sqlType(column);
    };
  }

  @Override
  protected String text(Column<?> column) {
    return "LONGTEXT";
  }

  @Override
  protected boolean declares(int places) {
    return true;
  }

  @Override
  public StoredTypes stored() {
    // Servers from before 2016 do not allow longer keys.
    return new StoredTypes(
        "VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "LONGTEXT CHARACTER SET utf8mb4",
        "LONGBLOB");
  }
}
