package org.sqlflow.database.mariadb;

import java.sql.Driver;
import java.util.Optional;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** MariaDB and MySQL by MariaDB's driver. */
public final class MariaDbProvider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:mariadb:");
  }

  @Override
  public Dialect create() {
    return new MariaDbDialect();
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.of(new org.mariadb.jdbc.Driver());
  }
}
