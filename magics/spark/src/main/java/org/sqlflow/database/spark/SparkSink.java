package org.sqlflow.database.spark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlflow.database.spi.Session;

/** Appends rows of this process to a table, by files of many rows. Used by one thread. */
final class SparkSink implements AutoCloseable {
  private static final int VALUES = 1 << 20;

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
    if (values >= VALUES) {
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

  /** Works so that an interrupt of the session stops it. */
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
