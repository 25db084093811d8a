package org.sqlflow.database;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** What a database's types are in Java and to a model. */
interface SqlTypes {
  /** What the values of a result's column become. */
  ValueType valueType(ResultSetMetaData result, int index) throws SQLException;

  /** What a model could make of a result's column. */
  QueryColumn.Kind kind(ResultSetMetaData result, int index) throws SQLException;

  /** The name of the type of a result's column, as people of that database write it. */
  default String typeName(ResultSetMetaData result, int index) throws SQLException {
    return result.getColumnTypeName(index);
  }

  /** The types that a table of ours needs. */
  StoredTypes stored();
}
