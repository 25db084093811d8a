package org.sqlflow.database.duckdb;

import java.sql.SQLException;
import java.util.List;
import org.sqlflow.data.ColumnVector;

/** The added columns of an output table, filled row by row and then read beside its rows. */
interface AddedRows extends AutoCloseable {
  /** See {@link org.sqlflow.database.OutputTable#append}. */
  void append(List<ColumnVector> values, int[] rowOf) throws SQLException;

  /** Whether {@link #append} uses the connection, which can do nothing else while it reads. */
  boolean usesConnection();

  /** How many rows were appended. */
  long rows();

  /** Ends appending, and returns the SQL that reads the columns. */
  Sql sql(SpooledQuery rows) throws SQLException;

  @Override
  void close() throws SQLException;

  /**
   * The SQL that reads the columns.
   *
   * @param columns a list of expressions, with the columns' names
   * @param from the rows and what the expressions need beside them
   */
  record Sql(String columns, String from) {}
}
