package org.sqlflow.database.duckdb;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.sqlflow.data.ColumnType;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.spi.SqlTypes;
import org.sqlflow.database.spi.ValueType;

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
      case "DOUBLE", "DECIMAL" -> ValueType.DOUBLE;
      case "DATE" -> ValueType.DATE;
      case "TIME" -> ValueType.TIME;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> ValueType.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> ValueType.INSTANT;
      case "BLOB" -> ValueType.BYTES;
      default -> ValueType.TEXT;
    };
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
