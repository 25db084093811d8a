package org.sqlflow.database.generic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** Writes rows by one INSERT that is executed in batches. */
final class BatchSink implements RowSink {
  private static final int ROWS = 8192;

  private final PreparedStatement insert;
  private int waiting;

  BatchSink(Connection connection, String table, int columns) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " VALUES ("
                + String.join(", ", Collections.nCopies(columns, "?"))
                + ")");
  }

  @Override
  public void row(Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
    insert.addBatch();
    waiting++;
    if (waiting == ROWS) {
      flush();
    }
  }

  @Override
  public void flush() throws SQLException {
    if (waiting > 0) {
      insert.executeBatch();
      waiting = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
