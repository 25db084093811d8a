package org.sqlflow.database;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** DuckDB's types, by their names. */
final class DuckDbTypes implements SqlTypes {
  private static final Set<String> WHOLE =
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
  public QueryColumn.Kind kind(ResultSetMetaData result, int index) throws SQLException {
    return kind(result.getColumnTypeName(index));
  }

  private static QueryColumn.Kind kind(String typeName) {
    String type = typeName.toUpperCase(Locale.ROOT);
    if (type.endsWith("]")) {
      return switch (kind(type.substring(0, type.lastIndexOf('[')))) {
        case WHOLE, REAL, BOOLEAN -> QueryColumn.Kind.LIST;
        default -> QueryColumn.Kind.OTHER;
      };
    }
    if (WHOLE.contains(type)) {
      return QueryColumn.Kind.WHOLE;
    }
    if (type.equals("FLOAT") || type.equals("DOUBLE") || type.startsWith("DECIMAL")) {
      return QueryColumn.Kind.REAL;
    }
    if (type.equals("BOOLEAN")) {
      return QueryColumn.Kind.BOOLEAN;
    }
    if (type.equals("VARCHAR") || type.startsWith("ENUM")) {
      return QueryColumn.Kind.TEXT;
    }
    boolean time = type.startsWith("DATE") || type.startsWith("TIME") || type.equals("INTERVAL");
    return time ? QueryColumn.Kind.TIME : QueryColumn.Kind.OTHER;
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("VARCHAR", "VARCHAR", "BLOB");
  }
}
