package org.sqlflow.database.duckdb;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlflow.data.ColumnType;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;
import org.sqlflow.text.Text;

/** DuckDB's types, by their names. */
final class DuckDbTypes implements SqlTypes {
  private static final Set<String> INTEGERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "BIGNUM");

  private static final Pattern NESTED =
      Pattern.compile("(?s)(?:STRUCT|MAP|UNION|VARIANT|TIME WITH TIME ZONE)\\b.*|.*\\]");

  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  /** Microseconds and nanoseconds since 1970 that mean infinity. */
  private static final Set<LocalDateTime> INFINITE =
      Set.of(moment(Long.MAX_VALUE, MICROS), moment(Long.MAX_VALUE, NANOS));

  private static final Set<LocalDateTime> NEGATIVE_INFINITE =
      Set.of(moment(-Long.MAX_VALUE, MICROS), moment(-Long.MAX_VALUE, NANOS));

  private static LocalDateTime moment(long units, long unitsPerSecond) {
    long nanos = Math.floorMod(units, unitsPerSecond) * (NANOS / unitsPerSecond);
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(units, unitsPerSecond), (int) nanos, ZoneOffset.UTC);
  }

  @Override
  public ValueType valueType(ResultSetMetaData result, int index) throws SQLException {
    String whole = result.getColumnTypeName(index).toUpperCase(Locale.ROOT);
    String type = whole.endsWith("]") ? whole : whole.replaceFirst("[(].*$", "");
    return switch (type) {
      case "BOOLEAN" -> ValueType.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> ValueType.INTEGER;
      case "UINTEGER", "BIGINT" -> ValueType.LONG;
      case "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM" -> ValueType.HUGE;
      case "FLOAT" -> ValueType.FLOAT;
      case "DOUBLE" -> ValueType.DOUBLE;
      case "DECIMAL" -> ValueType.DECIMAL;
      case "DATE" -> ValueType.DATE;
      case "TIME" -> ValueType.TIME;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> ValueType.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> ValueType.INSTANT;
      case "BLOB" -> ValueType.BYTES;
      default -> ValueType.TEXT;
    };
  }

  /**
   * An expression for a value that the driver can fetch for many rows: a nested value becomes one
   * text instead of many Java objects. Bytes are what {@link SqlTypes#bytes} returns.
   */
  static String asText(String value, String typeName) {
    String type = typeName.toUpperCase(Locale.ROOT);
    if (type.equals("BLOB")) {
      return Text.of(
          "CASE WHEN octet_length(%1$s) <= %2$d THEN '\\x' || lower(hex(%1$s))"
              + " WHEN octet_length(%1$s) > %2$d THEN '' END",
          value, SqlTypes.MOST_BYTES);
    }
    return NESTED.matcher(type).matches() ? "CAST(" + value + " AS VARCHAR)" : value;
  }

  /**
   * The driver returns infinite times as special numbers, drops the era of a date when it converts
   * it to a LocalDate, and fails on infinite seconds and milliseconds.
   */
  @Override
  public Object time(ResultSet rows, int index, ValueType type) throws SQLException {
    try {
      return switch (type) {
        case DATE -> date((LocalDate) rows.getObject(index));
        case TIME -> rows.getObject(index, LocalTime.class);
        case TIMESTAMP -> timestamp(rows.getObject(index, LocalDateTime.class));
        default -> instant(rows.getObject(index, OffsetDateTime.class));
      };
    } catch (DateTimeException | ArithmeticException beyondJava) {
      // Among times of day, Java lacks only the end of the day.
      return type == ValueType.TIME ? "24:00:00" : "infinity or beyond Java's years";
    }
  }

  private static LocalDate date(LocalDate date) {
    if (date == null) {
      return null;
    }
    return date.toEpochDay() == Integer.MAX_VALUE
        ? LocalDate.MAX
        : date.toEpochDay() == -Integer.MAX_VALUE ? LocalDate.MIN : date;
  }

  private static LocalDateTime timestamp(LocalDateTime time) {
    if (time == null) {
      return null;
    }
    return INFINITE.contains(time)
        ? LocalDateTime.MAX
        : NEGATIVE_INFINITE.contains(time) ? LocalDateTime.MIN : time;
  }

  private static OffsetDateTime instant(OffsetDateTime time) {
    if (time == null) {
      return null;
    }
    LocalDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    return INFINITE.contains(utc)
        ? OffsetDateTime.MAX
        : NEGATIVE_INFINITE.contains(utc) ? OffsetDateTime.MIN : time;
  }

  @Override
  public ColumnType columnType(ResultSetMetaData result, int index) throws SQLException {
    return columnType(result.getColumnTypeName(index));
  }

  private static ColumnType columnType(String typeName) {
    String type = typeName.toUpperCase(Locale.ROOT);
    if (type.endsWith("]")) {
      return switch (columnType(type.substring(0, type.lastIndexOf('[')))) {
        case INTEGER, REAL, BOOLEAN -> ColumnType.LIST;
        default -> ColumnType.OTHER;
      };
    }
    if (INTEGERS.contains(type)) {
      return ColumnType.INTEGER;
    }
    if (type.equals("FLOAT") || type.equals("DOUBLE") || type.startsWith("DECIMAL")) {
      return ColumnType.REAL;
    }
    if (type.equals("BOOLEAN")) {
      return ColumnType.BOOLEAN;
    }
    if (type.equals("VARCHAR") || type.startsWith("ENUM")) {
      return ColumnType.TEXT;
    }
    boolean time = type.startsWith("DATE") || type.startsWith("TIME") || type.equals("INTERVAL");
    return time ? ColumnType.TIME : ColumnType.OTHER;
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("VARCHAR", "VARCHAR", "BLOB");
  }
}
