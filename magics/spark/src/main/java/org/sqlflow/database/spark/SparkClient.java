package org.sqlflow.database.spark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A session of Spark Connect. Thread-safe: several operations can run at the same time. */
final class SparkClient {
  /** Waits of 50 ms, then four times as long each: about four seconds together. */
  private static final int RETRIES = 4;

  private static final String PACKAGE = "org.apache.spark.sql.connect.";

  private final SparkLibrary library;
  private final Object session;

  private SparkClient(SparkLibrary library, Object session) {
    this.library = library;
    this.session = session;
  }

  /** Opens a session on a server. */
  static SparkClient open(SparkLibrary library, String url) throws SQLException {
    Thread thread = Thread.currentThread();
    ClassLoader earlier = thread.getContextClassLoader();
    thread.setContextClassLoader(library.loader()); // gRPC looks up its transport there
    try {
      library.readJavaTime();
      Object builder =
          library
              .type(PACKAGE + "client.SparkConnectClient$Builder")
              .getConstructor()
              .newInstance();
      Object connecting = SparkLibrary.call(builder, "connectionString", url);
      Object patient =
          SparkLibrary.call(
              connecting,
              "retryPolicy",
              new Class<?>[] {library.type(PACKAGE + "client.RetryPolicy")},
              library.retrying(RETRIES));
      Object client = SparkLibrary.call(patient, "build");
      Object sessions = library.callStatic(PACKAGE + "SparkSession", "builder", new Class<?>[0]);
      Object withClient =
          SparkLibrary.call(
              sessions,
              "client",
              new Class<?>[] {library.type(PACKAGE + "client.SparkConnectClient")},
              client);
      return new SparkClient(library, SparkLibrary.call(withClient, "create"));
    } catch (ReflectiveOperationException | LinkageError error) {
      Throwable cause = error.getCause() == null ? error : error.getCause();
      throw new SQLException("Spark's client cannot be used: " + cause, error);
    } finally {
      thread.setContextClassLoader(earlier);
    }
  }

  SparkLibrary library() {
    return library;
  }

  /** The server's version. */
  String version() throws SQLException {
    return (String) SparkLibrary.call(session, "version");
  }

  /** A new tag, for operations that are stopped together. */
  static String newTag() {
    return "sqlflow-" + UUID.randomUUID();
  }

  /** Work with Spark. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws SQLException;
  }

  /** Does work with a tag, so that {@link #interrupt} of the tag stops it. */
  <T> T tagged(String tag, Work<T> work) throws SQLException {
    SparkLibrary.call(session, "addTag", tag);
    try {
      return work.done();
    } finally {
      SparkLibrary.call(session, "removeTag", tag);
    }
  }

  /** Stops all operations with a tag. Safe for any thread. */
  void interrupt(String tag) throws SQLException {
    SparkLibrary.call(session, "interruptTag", tag);
  }

  /**
   * Runs a command, or prepares a query.
   *
   * @param parameters values for the question marks
   */
  SparkDataset sql(String sql, List<?> parameters) throws SQLException {
    Object dataset =
        parameters.isEmpty()
            ? SparkLibrary.call(session, "sql", sql)
            : SparkLibrary.call(
                session,
                "sql",
                new Class<?>[] {String.class, Object.class},
                sql,
                parameters.toArray());
    return new SparkDataset(library, dataset);
  }

  /** Runs a command, or prepares a query, without parameters. */
  SparkDataset sql(String sql) throws SQLException {
    return sql(sql, List.of());
  }

  /**
   * Sends rows to Spark, for queries and for tables.
   *
   * @param ddl their columns, such as {@code a INT, b STRING}
   */
  SparkDataset rows(List<Object[]> values, String ddl) throws SQLException {
    List<Object> rows = new ArrayList<>(values.size());
    for (Object[] value : values) {
      rows.add(library.row(value));
    }
    Object schema =
        library.callStatic(
            "org.apache.spark.sql.types.StructType", "fromDDL", new Class<?>[] {String.class}, ddl);
    Object dataset =
        SparkLibrary.call(
            session,
            "createDataFrame",
            new Class<?>[] {List.class, library.type("org.apache.spark.sql.types.StructType")},
            rows,
            schema);
    return new SparkDataset(library, dataset);
  }

  /** Changes settings of the session. */
  void set(Map<String, String> settings) throws SQLException {
    Object conf = SparkLibrary.call(session, "conf");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      SparkLibrary.call(
          conf,
          "set",
          new Class<?>[] {String.class, String.class},
          setting.getKey(),
          setting.getValue());
    }
  }

  /** Ends the session. */
  void close() throws SQLException {
    SparkLibrary.call(session, "close");
  }
}
