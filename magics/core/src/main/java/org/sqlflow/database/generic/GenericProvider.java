package org.sqlflow.database.generic;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.UnaryOperator;
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
    return new UnknownDialect();
  }

  /** Asks the driver about quotes and about the case of names. */
  private static final class UnknownDialect extends GenericDialect {
    @Override
    public Dialect adapted(Connection connection) throws SQLException {
      DatabaseMetaData meta = connection.getMetaData();
      UnaryOperator<String> folding = UnaryOperator.identity();
      if (meta.storesUpperCaseIdentifiers()) {
        folding = name -> name.toUpperCase(Locale.ROOT);
      } else if (meta.storesLowerCaseIdentifiers()) {
        folding = name -> name.toLowerCase(Locale.ROOT);
      }
      String quote = meta.getIdentifierQuoteString().strip();
      return new GenericDialect(new GenericText(quote, folding), types(), errors());
    }
  }
}
