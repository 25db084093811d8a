package org.sqlflow.database.spi;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.sqlflow.data.ColumnType;
import org.sqlflow.database.StoredTypes;

/** What a database's types are in Java and to a model. Immutable. */
public interface SqlTypes {
  /** What the values of a result's column become in Java. Columns count from 1. */
  ValueType valueType(ResultSetMetaData result, int index) throws SQLException;

  /** What the values of a result's column are to a model. Columns count from 1. */
  ColumnType columnType(ResultSetMetaData result, int index) throws SQLException;

  /** The name of the type of a result's column, as users of the database write it. */
  default String typeName(ResultSetMetaData result, int index) throws SQLException {
    return result.getColumnTypeName(index);
  }

  /** A number or a boolean of the current row; NULL is NaN. */
  default double number(ResultSet rows, int index) throws SQLException {
    double number = rows.getDouble(index);
    return rows.wasNull() ? Double.NaN : number;
  }

  /** The types of the tables in which models are stored. */
  StoredTypes stored();
}
