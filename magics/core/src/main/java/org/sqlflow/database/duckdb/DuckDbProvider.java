package org.sqlflow.database.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** DuckDB within this process. */
public final class DuckDbProvider implements DialectProvider {
  static {
    FlightEvents.leaveOut();
  }

  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:duckdb:");
  }

  @Override
  public Dialect create() {
    return new DuckDbDialect();
  }

  @Override
  public Optional<Connection> open(Path file, Properties properties) throws SQLException {
    return Optional.of(DuckDbFile.open(file, properties));
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new DuckDBDriver());
  }
}
