package org.sqlflow.database.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.sqlflow.database.spi.Session;

/**
 * Further connections to a database that see the same state of it, so that each reads a part of a
 * table. Each query runs on the thread that asks for it. DuckDB's own threads would become threads
 * of Java at each call of a function and leave the piece of the heap that they reserved, which
 * takes longer than the reading. They rest meanwhile: nobody else uses the database. Used by one
 * thread.
 */
final class SharedSnapshot implements AutoCloseable {
  private final Session session;
  private final int threads;
  private final List<Connection> connections = new ArrayList<>();
  private boolean rests;

  private SharedSnapshot(Session session, int threads) {
    this.session = session;
    this.threads = threads;
  }

  /**
   * Opens the connections. Empty if they might not see the same, because there are others that can
   * write, or if the table is in another database than the one that was connected.
   *
   * @param session idle, and not in a transaction
   * @param table its full name in SQL
   * @param count how many connections
   * @param threads how many DuckDB has
   */
  static Optional<SharedSnapshot> open(Session session, String table, int count, int threads)
      throws SQLException {
    SharedSnapshot snapshot = new SharedSnapshot(session, threads);
    boolean isSame = false;
    try {
      for (int i = 0; i < count; i++) {
        snapshot.connections.add(session.connection().unwrap(DuckDBConnection.class).duplicate());
      }
      isSame = snapshot.begin(table);
    } finally {
      if (!isSame) {
        snapshot.close();
      }
    }
    return isSame ? Optional.of(snapshot) : Optional.empty();
  }

  /**
   * Begins the transactions. What another connection commits between them, it began before the
   * first of them, or between them. There is no other connection when the first number was given,
   * and each transaction that begins later takes a number: the numbers would have a gap.
   */
  private boolean begin(String table) throws SQLException {
    long number = begin(connections.get(0));
    if (!isAlone(table)) {
      return false;
    }
    connections.get(0).rollback();
    for (Connection connection : connections) {
      if (begin(connection) != ++number) {
        return false;
      }
    }
    setThreads(1);
    rests = true;
    return true;
  }

  /** Begins a transaction; returns its number. */
  private static long begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT txid_current()")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** How many queries can run at the same time, if DuckDB has so many threads. */
  static int most(int threads) {
    return Math.min(threads, ForkJoinPool.getCommonPoolParallelism() + 1);
  }

  /** Whether only the session is connected besides these, which use the database of the table. */
  private boolean isAlone(String table) throws SQLException {
    try (Statement statement = connections.get(0).createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT current_database(), others.* FROM duckdb_connection_count() AS others")) {
      result.next();
      String database = result.getString(1);
      return result.getLong(2) == connections.size() + 1
          && (table.startsWith(database + ".") || table.startsWith(session.quote(database) + "."));
    }
  }

  private void setThreads(int count) throws SQLException {
    try (Statement statement = connections.get(0).createStatement()) {
      statement.execute("SET threads = " + count);
    }
  }

  /**
   * Runs a query on each connection; returns the sum of the numbers that they give first. All have
   * ended then, also if one of them fails: a connection must not be closed while a query runs.
   */
  long sum(List<String> queries) {
    RuntimeException[] errors = new RuntimeException[queries.size()];
    long sum =
        IntStream.range(0, queries.size())
            .parallel()
            .mapToLong(
                i -> {
                  try {
                    return number(connections.get(i), queries.get(i));
                  } catch (RuntimeException error) {
                    errors[i] = error;
                    return 0;
                  }
                })
            .sum();
    for (RuntimeException error : errors) {
      if (error != null) {
        throw error;
      }
    }
    return sum;
  }

  private long number(Connection connection, String query) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException error) {
      throw session.refused(error, query);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      if (rests) {
        connections.get(0).rollback(); // after an error, its transaction takes no statement
        setThreads(threads);
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }
}
