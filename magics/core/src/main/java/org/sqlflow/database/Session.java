package org.sqlflow.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A JDBC connection with what goes wrong on it: statements that another thread stops, errors in the
 * database's words, and the loss of the connection.
 */
final class Session {
  private static final String FULL =
      ". The disk of the database is full: make room there, then run the statement again";

  private final Connection connection;
  private final Dialect dialect;
  private final DataSource source;
  private final Drivers drivers;
  private volatile Statement running;
  private volatile boolean stopped;
  private volatile boolean lost;

  private Session(Connection connection, Dialect dialect, DataSource source, Drivers drivers) {
    this.connection = connection;
    this.dialect = dialect;
    this.source = source;
    this.drivers = drivers;
  }

  /**
   * Connects.
   *
   * @throws AccessDeniedException if the password is missing or wrong
   * @throws DatabaseException if it fails for another reason, with what to do
   */
  static Session open(DataSource source, Drivers drivers) {
    Dialect dialect = Dialect.of(source.jdbcUrl());
    try {
      if (!drivers.know(source.jdbcUrl())) {
        throw new DatabaseException(
            "no JDBC driver for "
                + source
                + ": name the driver's jar in "
                + Drivers.VARIABLE
                + " and start the kernel anew",
            null);
      }
      Connection connection = connect(source, dialect, drivers);
      Dialect adapted = dialect.adapted(connection.getMetaData());
      Session session = new Session(connection, adapted, source, drivers);
      for (String setting : adapted.settings()) {
        session.call(setting, statement -> statement.execute(setting));
      }
      return session;
    } catch (SQLException error) {
      throw dialect.unreachable(error, source);
    }
  }

  private static Connection connect(DataSource source, Dialect dialect, Drivers drivers)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(dialect.properties());
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source.password().ifPresent(password -> properties.setProperty("password", password));
    return drivers.connect(source.jdbcUrl(), properties);
  }

  DataSource source() {
    return source;
  }

  Dialect dialect() {
    return dialect;
  }

  Connection connection() {
    return connection;
  }

  /** Whether a transaction is open, which the user began or a statement that goes on. */
  boolean inTransaction() {
    try {
      return !connection.getAutoCommit() || dialect.inTransaction(connection);
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  /** A further connection to the same database. */
  Connection another() {
    try {
      Optional<Connection> another = dialect.another(connection);
      return another.isPresent() ? another.get() : connect(source, dialect, drivers);
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  /** Something to do with a statement. */
  @FunctionalInterface
  interface Work<S, T> {
    T on(S statement) throws SQLException;
  }

  /** Works with a statement that {@link #cancel} stops; {@code sql} is what errors tell of. */
  <T> T call(String sql, Work<Statement, T> work) {
    try (Statement statement = connection.createStatement()) {
      return tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  /** Works with a statement that has parameters: strings, numbers, byte arrays or null. */
  <T> T prepared(String sql, List<?> parameters, Work<PreparedStatement, T> work) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i) instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else {
          statement.setObject(i + 1, parameters.get(i));
        }
      }
      return tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  private <S extends Statement, T> T tracked(S statement, Work<S, T> work) throws SQLException {
    stopped = false;
    running = statement;
    try {
      return work.on(statement);
    } finally {
      running = null;
    }
  }

  /** Stops the statement that runs, if any; from any thread. */
  void cancel() {
    Statement statement = running;
    if (statement == null) {
      return;
    }
    stopped = true;
    try {
      dialect.cancel(statement);
    } catch (SQLException ended) {
      // It needs no stopping, and another may run by now.
    }
  }

  /** Ends the reading of a result that its statement's cancelling does not end. */
  void checkStopped() {
    if (stopped) {
      throw new DatabaseException("the statement was stopped", null);
    }
  }

  /** The database's error in its own words, with its place in the SQL and without passwords. */
  DatabaseException refused(SQLException error, String sql) {
    String room = dialect.isFull(error) ? FULL : "";
    if (!lost && !dialect.isLost(error) && !isClosed()) {
      return dialect.refused(error, sql).with(room);
    }
    lost = true;
    return new DatabaseException(
        "the connection to "
            + source
            + " was lost: "
            + source.hidden(dialect.refused(error, sql).getMessage())
            + room
            + ". What this statement wrote is there whole or not at all. The next cell connects"
            + " again; temporary tables are gone",
        error);
  }

  private boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException error) {
      return true;
    }
  }

  /** A new connection to the same database. */
  Session again() {
    return open(source, drivers);
  }

  boolean isLost() {
    return lost;
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }
}
