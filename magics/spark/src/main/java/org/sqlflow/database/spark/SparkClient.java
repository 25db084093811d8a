package org.sqlflow.database.spark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session of Spark Connect. Thread-safe: several operations can run at the same time. */
final class SparkClient {
  /** Waits of 50 ms, then four times as long each: about four seconds together. */
  private static final int RETRIES = 4;

  /** Spark's own default of the memory and of the results of a server. */
  private static final long DEFAULT_BYTES = 1L << 30;

  /** A server holds a result several times while it sends it, beside its own data. */
  private static final int PIECES_HELD = 16;

  private static final long LEAST_PIECE = 1L << 18;
  private static final long MOST_PIECE = 1L << 28;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgtp]?)i?b?");

  private static final String PACKAGE = "org.apache.spark.sql.connect.";

  private final SparkLibrary library;
  private final Object client;
  private final Object session;
  private boolean isExecutorSent;
  private long pieceBytes;

  private SparkClient(SparkLibrary library, Object client, Object session) {
    this.library = library;
    this.client = client;
    this.session = session;
  }

  /**
   * Opens a session on a server.
   *
   * @param url without the token: the client's own URLs lose the end of one that has an equals sign
   * @param token a bearer token, for which the client uses TLS unless the host is localhost
   */
  static SparkClient open(SparkLibrary library, String url, Optional<String> token)
      throws SQLException {
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
      if (token.isPresent()) {
        SparkLibrary.call(patient, "token", token.get());
      }
      Object client = SparkLibrary.call(patient, "build");
      try {
        return new SparkClient(library, client, session(library, client));
      } catch (SQLException | RuntimeException error) {
        shutDown(client);
        throw error;
      }
    } catch (ReflectiveOperationException | LinkageError error) {
      Throwable cause = error.getCause() == null ? error : error.getCause();
      throw new SQLException("Spark's client cannot be used: " + cause, error);
    } finally {
      thread.setContextClassLoader(earlier);
    }
  }

  private static Object session(SparkLibrary library, Object client) throws SQLException {
    Object sessions = library.callStatic(PACKAGE + "SparkSession", "builder", new Class<?>[0]);
    Object withClient =
        SparkLibrary.call(
            sessions,
            "client",
            new Class<?>[] {library.type(PACKAGE + "client.SparkConnectClient")},
            client);
    return SparkLibrary.call(withClient, "create");
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

  /** Sends the code that runs on executors, once. */
  void sendExecutor() throws SQLException {
    if (!isExecutorSent) {
      SparkLibrary.call(
          session,
          "addArtifact",
          new Class<?>[] {byte[].class, String.class},
          ExecutorJar.bytes(),
          ExecutorJar.NAME);
      isExecutorSent = true;
    }
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

  /** A setting of the session, or of its cluster; empty if it is not set or not shown. */
  private Optional<String> setting(String name) {
    try {
      Object conf = SparkLibrary.call(session, "conf");
      Class<?>[] types = {String.class, String.class};
      return Optional.of((String) SparkLibrary.call(conf, "get", types, name, ""))
          .filter(value -> !value.isEmpty());
    } catch (SQLException hidden) {
      return Optional.empty();
    }
  }

  /** How many bytes of a result the server should hold at most at a time. */
  long pieceBytes() {
    if (pieceBytes == 0) {
      long result =
          setting("spark.driver.maxResultSize").map(size -> bytes(size, "")).orElse(DEFAULT_BYTES);
      long memory =
          setting("spark.driver.memory").map(size -> bytes(size, "m")).orElse(DEFAULT_BYTES);
      long most = result == 0 ? memory : Math.min(result, memory);
      pieceBytes = Math.max(LEAST_PIECE, Math.min(MOST_PIECE, most / PIECES_HELD));
    }
    return pieceBytes;
  }

  /** A size of Spark's settings, such as {@code 2g}, in bytes. */
  static long bytes(String size, String unit) {
    Matcher parts = SIZE.matcher(size.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return DEFAULT_BYTES;
    }
    String own = parts.group(2).isEmpty() ? unit : parts.group(2);
    return Long.parseLong(parts.group(1)) << (own.isEmpty() ? 0 : 10 * (1 + "kmgtp".indexOf(own)));
  }

  /** Ends the connection without a word to a server that may not answer. */
  void abandon() {
    shutDown(client);
  }

  private static void shutDown(Object client) {
    try {
      SparkLibrary.call(client, "shutdown");
    } catch (SQLException ended) {
      // Nothing is left to be closed.
    }
  }

  /** Ends the session. */
  void close() throws SQLException {
    SparkLibrary.call(session, "close");
  }
}
