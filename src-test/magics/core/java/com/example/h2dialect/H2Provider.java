package com.example.h2dialect;

import java.sql.Driver;
import java.util.Optional;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/**
 * An example of a database that somebody else adds: H2. It takes databases called "example" only,
 * so that other tests run H2 as a database that SQLFlow does not know.
 */
public final class H2Provider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:h2:mem:example");
  }

  @Override
  public Dialect create() {
    return new H2Dialect();
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new org.h2.Driver());
  }
}
