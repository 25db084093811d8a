package org.sqlflow.database.duckdb;

import java.sql.Driver;
import java.util.Optional;
import org.duckdb.DuckDBDriver;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** DuckDB within this process. */
public final class DuckDbProvider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:duckdb:");
  }

  @Override
  public Dialect create() {
    return new DuckDbDialect();
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new DuckDBDriver());
  }
}
