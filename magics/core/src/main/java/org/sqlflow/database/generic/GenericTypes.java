package org.sqlflow.database.generic;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.SqlType;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.session.DeclaredTypes;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;
import tech.tablesaw.columns.Column;

/** The types of standard SQL and of JDBC, for reading and for writing. */
public class GenericTypes implements SqlTypes {
  private static final int SHORT_TEXT = 255;

  /** The longest text that common databases allow without a special type. */
  private static final int LONG_TEXT = 4000;

  /** A result with more decimal places has them from the database, not from a declaration. */
  private static final int MOST_DECLARED = 8;

  /** A list of numbers or booleans, but not of such lists. */
  private static final Pattern NUMBERS =
      Pattern.compile(
          "(?i)(INT|SMALLINT|BIGINT|REAL|FLOAT|DOUBLE|NUMERIC|DECIMAL|DECFLOAT|BOOLEAN)"
              + "(?!.*(ARRAY|\\]).*(ARRAY|\\])).*");

  /** A value as the driver takes it; null is NULL. */
  protected Object written(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  /** The type of an earlier result's column, as a new table declares it. */
  protected String declared(String type) {
    return DeclaredTypes.isBytes(type) ? stored().bytes() : type;
  }

  /** The type of a column that a model adds. */
  protected String sqlType(OutputColumn.Type type) {
    return switch (type) {
      case INTEGER -> "INTEGER";
      case REAL -> "REAL";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE PRECISION";
      case TEXT -> "VARCHAR(" + LONG_TEXT + ")";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP(6)";
    };
  }

  /** The type that holds the values of a Tablesaw column. */
  protected String sqlType(Column<?> column) {
    return switch (column.type().name()) {
      case "INTEGER" -> "INTEGER";
      case "LONG" -> "BIGINT";
      case "SHORT" -> "SMALLINT";
      case "FLOAT" -> sqlType(OutputColumn.Type.REAL);
      case "DOUBLE" -> "DOUBLE PRECISION";
      case "BOOLEAN" -> "BOOLEAN";
      case "LOCAL_DATE" -> "DATE";
      case "LOCAL_TIME" -> "TIME(6)";
      case "LOCAL_DATE_TIME" -> "TIMESTAMP(6)";
      case "INSTANT" -> "TIMESTAMP(6) WITH TIME ZONE";
      default -> text(column);
    };
  }

  /** The type that holds the texts of a Tablesaw column. */
  protected String text(Column<?> column) {
    int longest = SHORT_TEXT;
    for (int row = 0; row < column.size(); row++) {
      longest = Math.max(longest, column.getString(row).length());
    }
    return "VARCHAR(" + longest + ")";
  }

  @Override
  public ValueType valueType(ResultSetMetaData result, int index) throws SQLException {
    return switch (result.getColumnType(index)) {
      case Types.BIT, Types.BOOLEAN -> ValueType.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER ->
          result.isSigned(index) || result.getColumnType(index) != Types.INTEGER
              ? ValueType.INTEGER
              : ValueType.LONG;
      case Types.BIGINT -> result.isSigned(index) ? ValueType.LONG : ValueType.HUGE;
      case Types.REAL -> ValueType.FLOAT;
      case Types.FLOAT, Types.DOUBLE -> ValueType.DOUBLE;
      case Types.NUMERIC, Types.DECIMAL ->
          result.getPrecision(index) > 0 && result.getScale(index) == 0
              ? ValueType.HUGE
              : ValueType.DECIMAL;
      case Types.DATE -> ValueType.DATE;
      case Types.TIME -> ValueType.TIME;
      case Types.TIMESTAMP -> ValueType.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> ValueType.INSTANT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          result.getColumnTypeName(index).equalsIgnoreCase("UUID")
              ? ValueType.TEXT
              : ValueType.BYTES;
      case Types.ARRAY -> ValueType.ARRAY;
      default -> ValueType.TEXT;
    };
  }

  @Override
  public SqlType sqlType(ResultSetMetaData result, int index) throws SQLException {
    SqlType type = SqlTypes.super.sqlType(result, index);
    boolean isFixed = type.scale().isPresent() && declares(type.scale().getAsInt());
    return isFixed ? type : new SqlType(type.name(), type.isNumber(), OptionalInt.empty());
  }

  /** Whether a number of decimal places looks declared by a user: a mean or a quotient has many. */
  protected boolean declares(int places) {
    return places <= MOST_DECLARED;
  }

  @Override
  public ColumnType columnType(ResultSetMetaData result, int index) throws SQLException {
    ValueType type = valueType(result, index);
    if (type == ValueType.ARRAY) {
      return NUMBERS.matcher(typeName(result, index)).matches()
          ? ColumnType.LIST
          : ColumnType.OTHER;
    }
    boolean text =
        switch (result.getColumnType(index)) {
          case Types.CHAR,
              Types.VARCHAR,
              Types.LONGVARCHAR,
              Types.NCHAR,
              Types.NVARCHAR,
              Types.LONGNVARCHAR,
              Types.CLOB,
              Types.NCLOB ->
              true;
          default -> false;
        };
    return type == ValueType.TEXT && !text ? ColumnType.OTHER : type.columnType();
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("VARCHAR(255)", "CLOB", "BLOB");
  }
}
