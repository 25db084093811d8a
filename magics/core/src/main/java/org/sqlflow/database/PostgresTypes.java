package org.sqlflow.database;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import tech.tablesaw.columns.Column;

/** PostgreSQL's types. */
final class PostgresTypes extends GenericTypes {
  @Override
  String text(Column<?> column) {
    return "TEXT";
  }

  @Override
  public ValueType valueType(ResultSetMetaData result, int index) throws SQLException {
    return switch (result.getColumnTypeName(index)) {
      case "bool" -> ValueType.BOOLEAN;
      case "timestamptz" -> ValueType.INSTANT;
      case "bit", "timetz", "money" -> ValueType.TEXT;
      default -> super.valueType(result, index);
    };
  }

  /** The catalog's name of an array's type begins with an underscore. */
  @Override
  public String typeName(ResultSetMetaData result, int index) throws SQLException {
    String name = super.typeName(result, index);
    return name.startsWith("_") ? name.substring(1) + "[]" : name;
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("TEXT", "TEXT", "BYTEA");
  }
}
