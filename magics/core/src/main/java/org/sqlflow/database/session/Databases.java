package org.sqlflow.database.session;

import java.util.Comparator;
import java.util.ServiceConfigurationError;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.DialectProvider;
import org.sqlflow.database.spi.SqlText;

/** Connects to databases, each with the dialect that fits. Safe to use from several threads. */
public final class Databases {
  private Databases() {}

  /** Connects by the drivers that SQLFlow includes. */
  public static Database connect(DataSource source) {
    return connect(source, Drivers.SHIPPED);
  }

  /**
   * Connects.
   *
   * @throws org.sqlflow.database.AccessDeniedException if the password is missing or wrong
   * @throws DatabaseException if it fails for another reason, with what to do
   */
  public static Database connect(DataSource source, Drivers drivers) {
    return JdbcSession.open(source, drivers, provider(source, drivers));
  }

  /** How SQL is written for a data source; does not connect. */
  public static SqlText text(DataSource source, Drivers drivers) {
    return provider(source, drivers).create().text();
  }

  /** See {@link Database#backslashEscapes}, for a database with its default settings. */
  public static boolean backslashEscapes(DataSource source, Drivers drivers) {
    return provider(source, drivers).create().text().backslashEscapes();
  }

  /** See {@link Database#nestsComments}; does not connect. */
  public static boolean nestsComments(DataSource source, Drivers drivers) {
    return provider(source, drivers).create().text().nestsComments();
  }

  private static DialectProvider provider(DataSource source, Drivers drivers) {
    try {
      return drivers.dialects().stream()
          .filter(provider -> provider.accepts(source.jdbcUrl()))
          .max(Comparator.comparingInt(DialectProvider::priority))
          .orElseThrow(() -> new DatabaseException("no dialect accepts " + source, null));
    } catch (ServiceConfigurationError error) {
      throw new DatabaseException(
          "a dialect of " + Drivers.VARIABLE + " cannot be loaded: " + error.getMessage(), error);
    }
  }
}
