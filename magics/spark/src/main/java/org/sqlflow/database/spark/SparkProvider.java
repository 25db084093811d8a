package org.sqlflow.database.spark;

import java.sql.Driver;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** Provides Spark. None of its classes are loaded before the first connection. */
public final class SparkProvider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.toLowerCase(Locale.ROOT).startsWith(SparkDriver.PREFIX);
  }

  @Override
  public Dialect create() {
    return new SparkDialect();
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new SparkDriver());
  }
}
