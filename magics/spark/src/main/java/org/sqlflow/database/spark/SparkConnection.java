package org.sqlflow.database.spark;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The methods of {@link Connection} that SQLFlow calls, for Spark. Each statement takes effect
 * immediately: there are no transactions.
 */
final class SparkConnection {
  private final SparkClient client;
  private final String version;
  private boolean autoCommit = true;
  private volatile boolean closed;

  SparkConnection(SparkClient client, String version) {
    this.client = client;
    this.version = version;
  }

  SparkClient client() {
    return client;
  }

  Statement createStatement() {
    return JdbcProxy.of(Statement.class, new SparkStatement(this, ""));
  }

  PreparedStatement prepareStatement(String sql) {
    return JdbcProxy.of(PreparedStatement.class, new SparkStatement(this, sql));
  }

  DatabaseMetaData getMetaData() {
    return JdbcProxy.of(DatabaseMetaData.class, new Product(version));
  }

  boolean getAutoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean commits) {
    autoCommit = commits;
  }

  void commit() {}

  void rollback() {}

  boolean isClosed() {
    return closed;
  }

  void close() throws SQLException {
    if (!closed) {
      closed = true;
      try {
        client.close();
      } catch (SQLException gone) {
        // The server ends the sessions of lost clients itself.
      }
    }
  }

  /** The methods of {@link DatabaseMetaData} that SQLFlow calls. */
  private record Product(String version) {
    String getDatabaseProductName() {
      return "Spark";
    }

    String getDatabaseProductVersion() {
      return version;
    }
  }

  /** Sets a parameter; indices start at 1. */
  static void put(List<Object> parameters, int index, Object value) {
    if (parameters.size() < index) {
      parameters.addAll(
          new ArrayList<>(Collections.nCopies(index - parameters.size(), (Object) null)));
    }
    parameters.set(index - 1, value);
  }
}
