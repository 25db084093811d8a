package org.sqlflow.database.spark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.database.spi.Session;

/** Appends rows to a table, in files of many rows. Not thread-safe. */
final class SparkSink implements AutoCloseable {
  /** Values that are collected before they are written. */
  private static final int BATCH_VALUES = 1 << 20;

  private final Session session;
  private final String table;
  private final String ddl;
  private final List<Object[]> waiting = new ArrayList<>();
  private long values;

  /**
   * Appends to a table.
   *
   * @param ddl its columns, such as {@code a INT, b STRING}
   */
  SparkSink(Session session, String table, String ddl) {
    this.session = session;
    this.table = table;
    this.ddl = ddl;
  }

  void add(Object[] row) {
    waiting.add(row);
    values += row.length;
    if (values >= BATCH_VALUES) {
      flush();
    }
  }

  void flush() {
    if (!waiting.isEmpty()) {
      call(session, client -> client.rows(waiting, ddl).appendTo(table));
      waiting.clear();
      values = 0;
    }
  }

  /** Writes what is left. */
  @Override
  public void close() {
    flush();
  }

  /** Work with the client. */
  @FunctionalInterface
  interface Work {
    void with(SparkClient client) throws SQLException;
  }

  /** Does work that an interrupt of the session stops. */
  static void call(Session session, Work work) {
    session.call(
        "",
        statement -> {
          SparkStatement spark = statement.unwrap(SparkStatement.class);
          return spark.within(
              () -> {
                work.with(session.connection().unwrap(SparkConnection.class).client());
                return true;
              });
        });
  }
}
