package org.sqlflow.database.session;

import java.sql.SQLException;
import java.sql.Statement;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.Session.Work;

/**
 * The statement that a connection runs, so that it can be cancelled. Takes no lock: neither the
 * work nor cancelling it ever waits for the other. One thread works; any thread may cancel.
 */
final class RunningStatement {
  private volatile Statement running;
  private volatile boolean cancelled;

  /**
   * Does work with a statement. Where a database allows it, a statement can run within another;
   * {@link #cancel} stops the inner one.
   */
  <S extends Statement, T> T tracked(S statement, Work<S, T> work) throws SQLException {
    Statement outer = running;
    cancelled &= outer != null;
    running = statement;
    try {
      return work.on(statement);
    } finally {
      running = outer;
    }
  }

  /** Stops the statement, if one runs. */
  void cancel(Dialect dialect) {
    Statement statement = running;
    if (statement == null) {
      return;
    }
    cancelled = true;
    try {
      dialect.cancel(statement);
    } catch (SQLException ended) {
      // The statement ended by itself, and another may run by now.
    }
  }

  /** Throws if the statement that runs was cancelled. */
  void checkCancelled() {
    if (cancelled) {
      throw new DatabaseException("the statement was cancelled", null);
    }
  }
}
