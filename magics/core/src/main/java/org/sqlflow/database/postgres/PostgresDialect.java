package org.sqlflow.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.database.TransactionState;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.SqlText;

/** PostgreSQL, where creating a table can be rolled back. */
final class PostgresDialect extends GenericDialect {
  PostgresDialect() {
    super(new PostgresText(), new PostgresTypes(), new PostgresErrors());
  }

  @Override
  public Catalogue catalogue() {
    return new PostgresCatalogue();
  }

  @Override
  public Publishing publishing() {
    return new PostgresPublishing(types());
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("ApplicationName", "SQLFlow", "tcpKeepAlive", "true");
  }

  /**
   * Statement.cancel does nothing before the statement has begun; the connection's request always
   * reaches the server.
   */
  @Override
  public void cancel(Statement statement) throws SQLException {
    statement.getConnection().unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public boolean isTransactional() {
    return true;
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return transaction(connection) != TransactionState.NONE;
  }

  /** The server reports it with each result. */
  @Override
  public TransactionState transaction(Connection connection) throws SQLException {
    return switch (connection.unwrap(BaseConnection.class).getTransactionState()) {
      case IDLE -> TransactionState.NONE;
      case OPEN -> TransactionState.OPEN;
      case FAILED -> TransactionState.FAILED;
    };
  }

  /** PostgreSQL's SQL. */
  private static final class PostgresText extends GenericText {
    PostgresText() {
      super("\"", name -> name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String cast(String expression, ColumnRead.Form form) {
      return switch (form) {
        case NUMBERS -> expression;
        case TEXTS -> "CAST(" + expression + " AS TEXT)";
        case LISTS -> "CAST(" + expression + " AS DOUBLE PRECISION[])";
      };
    }

    /** A pattern that does not match gives NULL. */
    @Override
    public String number(String text) {
      return "CAST(substring("
          + text
          + " FROM '^[-+]?[0-9]*[.]?[0-9]+[.]?(?:[eE][-+]?[0-9]+)?$') AS DOUBLE PRECISION)";
    }

    @Override
    public String matches(String text, String pattern) {
      return "(" + text + " ~ " + pattern + ")";
    }

    /** The planner merges no subquery with an offset. */
    @Override
    public String fence() {
      return " OFFSET 0";
    }

    @Override
    public boolean keepsOrderOfSubqueries() {
      return true;
    }

    /** The server reports the parameter whenever it changes. */
    @Override
    public boolean backslashEscapes(Connection connection) throws SQLException {
      String standard =
          connection.unwrap(PGConnection.class).getParameterStatus("standard_conforming_strings");
      return "off".equals(standard);
    }

    @Override
    public boolean dollarStrings() {
      return true;
    }

    @Override
    public boolean nestsComments() {
      return true;
    }

    @Override
    public Optional<String> replacement(String table, List<String> columns) {
      return Optional.of(
          SqlText.insertion("INSERT INTO", table, columns)
              + " ON CONFLICT ("
              + columns.get(0)
              + ") DO UPDATE SET "
              + columns.stream()
                  .skip(1)
                  .map(column -> column + " = EXCLUDED." + column)
                  .collect(Collectors.joining(", ")));
    }
  }
}
