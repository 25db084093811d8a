package org.sqlflow.database.generic;

import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.DialectProvider;

/** Takes any database that no other provider knows. */
public final class GenericProvider implements DialectProvider {
  @Override
  public boolean accepts(String jdbcUrl) {
    return true;
  }

  @Override
  public int priority() {
    return FALLBACK;
  }

  @Override
  public Dialect create() {
    return new GenericDialect();
  }
}
