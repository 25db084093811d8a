package org.sqlflow.database.spi;

import java.sql.Driver;
import java.util.Optional;

/**
 * Announces a dialect. Found by {@link java.util.ServiceLoader}, also in the jars that {@code
 * SQLFLOW_CLASSPATH} names. Each connection asks all providers, so creating one must load no more
 * than itself. Needs a public constructor without parameters.
 */
public interface DialectProvider {
  /** The priority of a provider that knows one database. */
  int SPECIFIC = 100;

  /** The priority of the provider that takes any database. */
  int FALLBACK = 0;

  /** Whether the dialect is spoken behind a JDBC URL. Must not connect. */
  boolean accepts(String jdbcUrl);

  /** Among the providers that accept a URL the one with the highest priority is used. */
  default int priority() {
    return SPECIFIC;
  }

  /** A new dialect; it serves one connection. */
  Dialect create();

  /** The JDBC driver to use, unless the user provides one; empty if the driver registers itself. */
  default Optional<Driver> driver() {
    return Optional.empty();
  }
}
