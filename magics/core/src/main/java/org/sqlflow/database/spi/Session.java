package org.sqlflow.database.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;

/** The connection as a dialect uses it: everything of {@link Database}, and JDBC. */
public interface Session extends Database {
  /** The JDBC connection. */
  Connection connection();

  /** The dialect of the connection. */
  Dialect dialect();

  /** Whether a transaction is open, by the user or by {@link #begin}. */
  boolean inTransaction();

  /** Begins a transaction. */
  Transaction begin();

  /**
   * Begins a transaction if creating tables and fetching results need one, see {@link
   * Dialect#isTransactional}; otherwise each statement takes effect by itself.
   */
  Transaction beginForTables();

  /** Work with a JDBC statement. */
  @FunctionalInterface
  interface Work<S, T> {
    T on(S statement) throws SQLException;
  }

  /**
   * Works with a statement that {@link #cancel} stops.
   *
   * @param sql what the work runs, for the places of errors
   */
  <T> T call(String sql, Work<Statement, T> work);

  /** The same with a prepared statement and parameters: strings, numbers, byte arrays or null. */
  <T> T prepared(String sql, List<?> parameters, Work<PreparedStatement, T> work);

  /** Throws if the statement that a dialect works with was cancelled. */
  void checkCancelled();

  /** A driver's error as a {@link DatabaseException}; notices if the connection was lost. */
  DatabaseException refused(SQLException error, String sql);
}
