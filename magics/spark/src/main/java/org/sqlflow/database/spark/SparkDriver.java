package org.sqlflow.database.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connects to {@code sc://host:port/;name=value;…}. A token is passed as the password, so that no
 * message shows it. Thread-safe.
 */
final class SparkDriver implements Driver {
  static final String PREFIX = "sc://";

  private static final int DEFAULT_PORT = 15002;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String OLDEST = "4.";

  /** Servers of this version support fewer ways to receive rows than the client. */
  private static final String FIRST = "4.0.";

  /** Makes the client send rows to such a server in the only message that it supports. */
  private static final Map<String, String> UPLOADS =
      Map.of(
          "spark.sql.session.localRelationCacheThreshold", String.valueOf(Integer.MAX_VALUE),
          "spark.sql.session.localRelationSizeLimit", String.valueOf(Integer.MAX_VALUE),
          "spark.sql.session.localRelationChunkSizeRows", "1000000",
          "spark.sql.session.localRelationChunkSizeBytes", "100000000",
          "spark.sql.session.localRelationBatchOfChunksSizeBytes", "100000000");

  private static final Pattern URL =
      Pattern.compile("(?i)sc://(?<host>\\[[^]]*]|[^:/;]*)(?::(?<port>\\d{1,5}))?(?<rest>/.*)?");

  @Override
  public boolean acceptsURL(String url) {
    return url.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || parts.group("host").isEmpty()) {
      throw SparkErrors.said("a URL of Spark Connect is sc://host:15002");
    }
    SparkLibrary library = SparkLibrary.installed();
    int port = parts.group("port") == null ? DEFAULT_PORT : Integer.parseInt(parts.group("port"));
    String host = parts.group("host").replaceAll("[\\[\\]]", "");
    reach(host, port);
    String rest = parts.group("rest") == null ? "" : parts.group("rest").replaceFirst("^/;?", "");
    Optional<String> token =
        Optional.of(properties.getProperty("password", "")).filter(value -> !value.isEmpty());
    requireSendable(token);
    String whole =
        PREFIX
            + parts.group("host")
            + ":"
            + port
            + "/;user_agent=sqlflow"
            + (rest.isEmpty() ? "" : ";" + rest);
    SparkClient client = SparkClient.open(library, whole, token);
    try {
      return JdbcProxy.of(Connection.class, new SparkConnection(client, met(client)));
    } catch (SQLException | RuntimeException | LinkageError error) {
      client.abandon();
      throw error;
    }
  }

  /** Checks that a header can have the token: gRPC would send another one without a word. */
  private static void requireSendable(Optional<String> token) throws SQLException {
    if (token.isPresent() && !token.get().matches("[!-~]+")) {
      throw SparkErrors.said(
          "the token has a blank, a line break or another character that no token has: correct the"
              + " variable in the environment of the kernel and restart the kernel");
    }
  }

  /** The server's version, after what it needs is set. */
  private static String met(SparkClient client) throws SQLException {
    String version = client.version();
    if (!version.startsWith(OLDEST)) {
      client.close();
      throw SparkErrors.said(
          "the server is Spark " + version + ", but SQLFlow works with Spark 4: connect to one");
    }
    if (version.startsWith(FIRST)) {
      client.set(UPLOADS);
    }
    return version;
  }

  /** Checks that the port answers: Spark's client would try for minutes. */
  private static void reach(String host, int port) throws SQLException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    } catch (UnknownHostException unknown) {
      throw SparkErrors.said("no host has the name " + host + ": correct it in the URL");
    } catch (IOException | IllegalArgumentException error) {
      throw SparkErrors.said(
          "nothing answers there ("
              + error.getMessage()
              + "). Start Spark Connect on that host (sbin/start-connect-server.sh), or correct the"
              + " host and the port; Spark's own port is "
              + DEFAULT_PORT);
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 4;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no logger");
  }
}
