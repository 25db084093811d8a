package org.sqlflow.database.generic;

import java.sql.SQLException;

/** Takes many rows for one table. */
public interface RowSink extends AutoCloseable {
  /** Takes a row: numbers, booleans, texts, values of java.time, or null. */
  void row(Object[] values) throws SQLException;

  /** Writes what is still buffered. */
  void flush() throws SQLException;

  /** Discards what was not flushed. */
  @Override
  void close() throws SQLException;
}
