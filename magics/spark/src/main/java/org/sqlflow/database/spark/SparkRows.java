package org.sqlflow.database.spark;

import java.sql.SQLException;

/** The rows of a query, one after the other. Not thread-safe. */
interface SparkRows extends AutoCloseable {
  /** The values of the next row in the client's types; null after the last row. */
  Object[] next() throws SQLException;

  @Override
  void close() throws SQLException;
}
