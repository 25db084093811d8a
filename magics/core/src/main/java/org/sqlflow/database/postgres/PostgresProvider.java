package org.sqlflow.database.postgres;

import java.sql.Driver;
import java.util.Optional;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** PostgreSQL by its own driver. */
public final class PostgresProvider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:postgresql:");
  }

  @Override
  public Dialect create() {
    return new PostgresDialect();
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new org.postgresql.Driver());
  }
}
