package org.sqlflow.database.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/**
 * Opens JDBC connections to a data source.
 *
 * @param provider of the database's dialect; may open a file by itself
 */
record Connector(DataSource source, Drivers drivers, DialectProvider provider) {
  /** Refuses a data source that no driver is for. */
  void checkDriver() {
    if (!drivers.know(source.jdbcUrl(), provider.driver())) {
      throw new DatabaseException(
          "no JDBC driver for "
              + source
              + ": name the driver's jar in "
              + Drivers.VARIABLE
              + " and restart the kernel",
          null);
    }
  }

  /** Opens a connection with the data source's user and the dialect's properties. */
  Connection connect(Dialect dialect) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(dialect.properties());
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source.password().ifPresent(password -> properties.setProperty("password", password));
    if (source.file().isPresent() && !drivers.hasOwn(source.jdbcUrl())) {
      Optional<Connection> opened = provider.open(source.file().get(), properties);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    return drivers.connect(source.jdbcUrl(), properties, provider.driver());
  }

  /** Whether a connection is closed, or says nothing any more. */
  static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException error) {
      return true;
    }
  }
}
