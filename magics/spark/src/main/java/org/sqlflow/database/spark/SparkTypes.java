package org.sqlflow.database.spark;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.spi.ValueType;
import tech.tablesaw.columns.Column;

/** Spark's types. */
final class SparkTypes extends GenericTypes {
  private static final Pattern LIST =
      Pattern.compile(
          "ARRAY<(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|BOOLEAN|DECIMAL\\(\\d+,\\s*\\d+\\))>");

  @Override
  public ColumnType columnType(ResultSetMetaData result, int index) throws SQLException {
    String type = result.getColumnTypeName(index);
    if (valueType(result, index) == ValueType.ARRAY) {
      return LIST.matcher(type).matches() ? ColumnType.LIST : ColumnType.OTHER;
    }
    return type.startsWith("INTERVAL") ? ColumnType.TIME : super.columnType(result, index);
  }

  @Override
  public Object time(ResultSet rows, int index, ValueType type) throws SQLException {
    return rows.getObject(index);
  }

  @Override
  public double number(ResultSet rows, int index) throws SQLException {
    Object value = rows.getObject(index);
    return value instanceof Number number
        ? number.doubleValue()
        : value instanceof Boolean truth ? (truth ? 1 : 0) : Double.NaN;
  }

  /** Spark accepts the types of java.time as they are. */
  @Override
  protected Object written(Object value) {
    return value;
  }

  @Override
  protected String sqlType(OutputColumn.Type type) {
    return switch (type) {
      case INTEGER -> "INT";
      case LONG -> "BIGINT";
      case REAL -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case TEXT -> "STRING";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP_NTZ";
    };
  }

  @Override
  protected String sqlType(Column<?> column) {
    return switch (column.type().name().toUpperCase(Locale.ROOT)) {
      case "INTEGER" -> "INT";
      case "LONG" -> "BIGINT";
      case "SHORT" -> "SMALLINT";
      case "FLOAT" -> "FLOAT";
      case "DOUBLE" -> "DOUBLE";
      case "BOOLEAN" -> "BOOLEAN";
      case "LOCAL_DATE" -> "DATE";
      case "LOCAL_DATE_TIME" -> "TIMESTAMP_NTZ";
      case "INSTANT" -> "TIMESTAMP";
      default -> "STRING"; // Spark has a type for times of day since 4.1, which is off by default
    };
  }

  /** A cell's value in the type that a column of {@link #sqlType(Column)} accepts. */
  Object cell(Object value, Column<?> column) {
    return sqlType(column).equals("STRING") && !(value instanceof Instant)
        ? String.valueOf(value)
        : value;
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("STRING", "STRING", "BINARY");
  }
}
