package org.sqlflow.database.session;

import org.sqlflow.database.spi.Transaction;

/** A transaction of the connection; within the user's own transaction it does nothing. */
final class JdbcTransaction implements Transaction {
  private final JdbcSession session;
  private final boolean own;
  private boolean open;

  private JdbcTransaction(JdbcSession session, boolean own) {
    this.session = session;
    this.own = own;
    this.open = own;
  }

  static JdbcTransaction none(JdbcSession session) {
    return new JdbcTransaction(session, false);
  }

  static JdbcTransaction begin(JdbcSession session) {
    boolean own = !session.inTransaction();
    return session.asked(
        () -> {
          if (own) {
            session.connection().setAutoCommit(false);
          }
          return new JdbcTransaction(session, own);
        });
  }

  @Override
  public void commit() {
    if (own) {
      session.asked(
          () -> {
            session.connection().commit();
            open = false;
            session.connection().setAutoCommit(true);
            return true;
          });
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      session.asked(
          () -> {
            try {
              session.dialect().rollback(session.connection());
            } finally { // a lost connection has nothing to roll back
              session.connection().setAutoCommit(true);
            }
            return true;
          });
    }
  }
}
