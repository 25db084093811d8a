package org.sqlflow.database;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import tech.tablesaw.columns.Column;

/** The types of MariaDB and MySQL. */
final class MariaDbTypes extends GenericTypes {
  /** One bit is a truth value, and several are a number. */
  @Override
  public ValueType valueType(ResultSetMetaData result, int index) throws SQLException {
    boolean bits = result.getColumnTypeName(index).equals("BIT");
    return bits && result.getPrecision(index) > 1 ? ValueType.LONG : super.valueType(result, index);
  }

  @Override
  Object written(Object value) {
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    // There is no NaN, nor an infinity.
    boolean number = !(value instanceof Float real && !Float.isFinite(real));
    number &= !(value instanceof Double real && !Double.isFinite(real));
    return number ? value : null;
  }

  @Override
  String real() {
    return "FLOAT";
  }

  @Override
  String sqlType(Column<?> column) {
    return switch (column.type().name()) {
      case "DOUBLE" -> "DOUBLE";
      case "LOCAL_DATE_TIME", "INSTANT" -> "DATETIME(6)";
      default -> super.sqlType(column);
    };
  }

  @Override
  String text(Column<?> column) {
    return "LONGTEXT";
  }

  @Override
  public StoredTypes stored() {
    // A key of more characters is too long for servers of before 2016.
    return new StoredTypes(
        "VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "LONGTEXT CHARACTER SET utf8mb4",
        "LONGBLOB");
  }
}
