package org.sqlflow.database.postgres;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.StoredTypes;
import org.sqlflow.database.generic.GenericTypes;
import org.sqlflow.database.spi.ValueType;
import tech.tablesaw.columns.Column;

/** PostgreSQL's types. */
final class PostgresTypes extends GenericTypes {
  @Override
  protected String sqlType(OutputColumn.Type type) {
    return type == OutputColumn.Type.TEXT ? "TEXT" : super.sqlType(type);
  }

  @Override
  protected String text(Column<?> column) {
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

  /** The driver reads 24:00:00 as an earlier time. */
  @Override
  public Object time(ResultSet rows, int index, ValueType type) throws SQLException {
    if (type == ValueType.TIME) {
      String text = rows.getString(index);
      return text != null && text.startsWith("24:") ? text : super.time(rows, index, type);
    }
    return super.time(rows, index, type);
  }

  /** The driver cannot read a number from a boolean. */
  @Override
  public double number(ResultSet rows, int index) throws SQLException {
    String text = rows.getString(index);
    if (text == null) {
      return Double.NaN;
    }
    return switch (text) {
      case "t" -> 1;
      case "f" -> 0;
      default -> Double.parseDouble(text);
    };
  }

  @Override
  protected boolean declares(int places) {
    return true;
  }

  @Override
  public StoredTypes stored() {
    return new StoredTypes("TEXT", "TEXT", "BYTEA");
  }
}
