package org.sqlflow.database;

import java.sql.SQLException;

/** Takes many rows for one table. */
interface RowSink extends AutoCloseable {
  /** A row: numbers, truth values, texts, java.time's values or null. */
  void row(Object[] values) throws SQLException;

  /** Sees to it that all rows are in the table. */
  void end() throws SQLException;

  /** Takes back what did not end. */
  @Override
  void close() throws SQLException;
}
