package org.sqlflow.database.session;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.data.Column;
import org.sqlflow.data.Schema;
import org.sqlflow.database.spi.SqlTypes;

/** The few rows of a question to the database, as Java's values. */
final class ResultRows {
  private ResultRows() {}

  /** Sets the parameters of a statement: strings, numbers, byte arrays or null. */
  static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i) instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, parameters.get(i));
      }
    }
  }

  /** All rows; large objects as their bytes or texts. */
  static List<List<Object>> all(ResultSet rows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    List<List<Object>> all = new ArrayList<>();
    while (rows.next()) {
      List<Object> row = new ArrayList<>(width);
      for (int i = 1; i <= width; i++) {
        Object value = rows.getObject(i);
        if (value instanceof Blob) {
          value = rows.getBytes(i);
        } else if (value instanceof Clob) {
          value = rows.getString(i);
        }
        row.add(value);
      }
      all.add(row);
    }
    return all;
  }

  /** The columns of a result. */
  static Schema schema(ResultSetMetaData meta, SqlTypes types) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          new Column(meta.getColumnLabel(i), types.columnType(meta, i), types.typeName(meta, i)));
    }
    return new Schema(columns);
  }
}
