package org.sqlflow.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Statements that come into force together. Within a transaction that the user began it leaves both
 * its end and its undoing to the user.
 */
final class Transaction implements AutoCloseable {
  private final Database database;
  private final boolean own;
  private boolean open;

  private Transaction(Database database, boolean own) {
    this.database = database;
    this.own = own;
    this.open = own;
  }

  static Transaction begin(Database database) {
    Connection connection = database.session().connection();
    try {
      boolean own = !database.session().inTransaction();
      if (own) {
        connection.setAutoCommit(false);
      }
      return new Transaction(database, own);
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }

  /** Begins one where tables and cursors need it; else each statement is for itself. */
  static Transaction aroundTables(Database database) {
    return database.dialect().isTransactional()
        ? begin(database)
        : new Transaction(database, false);
  }

  void commit() {
    if (!own) {
      return;
    }
    try {
      database.session().connection().commit();
      open = false;
      database.session().connection().setAutoCommit(true);
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }

  /** Takes back what was not committed. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      database.session().connection().rollback();
      database.session().connection().setAutoCommit(true);
    } catch (SQLException error) {
      throw database.session().refused(error, "");
    }
  }
}
