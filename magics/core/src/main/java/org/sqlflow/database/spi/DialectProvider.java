package org.sqlflow.database.spi;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * Provides a dialect. Found by {@link java.util.ServiceLoader}, also in the jars that {@code
 * SQLFLOW_CLASSPATH} names. Each connection asks all providers, so creating a provider must not
 * load other classes. Needs a public constructor without parameters.
 */
public interface DialectProvider {
  /** The priority of a provider that knows one database. */
  int SPECIFIC = 100;

  /** The priority of the provider that takes any database. */
  int FALLBACK = 0;

  /** Whether the dialect is the one for a JDBC URL. Must not connect. */
  boolean accepts(String jdbcUrl);

  /** Among the providers that accept a URL the one with the highest priority is used. */
  default int priority() {
    return SPECIFIC;
  }

  /** A new dialect; it serves one connection. */
  Dialect create();

  /**
   * Opens the file of an embedded database, by its path and not by a URL, in which a path's
   * characters may mean something else; empty if the driver opens the URL.
   */
  default Optional<Connection> open(Path file, Properties properties) throws SQLException {
    return Optional.empty();
  }

  /** The JDBC driver to use, unless the user provides one; empty if the driver registers itself. */
  default Optional<Driver> driver() {
    return Optional.empty();
  }
}
