package org.sqlflow.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL: tables too come into being within transactions. */
final class PostgresDialect extends GenericDialect {
  private static final String DISK_FULL = "53100";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  PostgresDialect() {
    super("\"", name -> name.toLowerCase(Locale.ROOT));
  }

  @Override
  public Dialect adapted(DatabaseMetaData told) {
    return this;
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("ApplicationName", "SQLFlow", "tcpKeepAlive", "true");
  }

  @Override
  public GenericTypes types() {
    return new PostgresTypes();
  }

  @Override
  public String cast(String expression, ReadColumn.Form form) {
    return switch (form) {
      case NUMBER -> expression;
      case TEXT -> "CAST(" + expression + " AS TEXT)";
      case LIST -> "CAST(" + expression + " AS DOUBLE PRECISION[])";
    };
  }

  @Override
  public boolean keepsOrderWithin() {
    return true;
  }

  /** The driver reads no number from a truth value. */
  @Override
  public double number(ResultSet rows, int index) throws SQLException {
    String text = rows.getString(index);
    if (text == null) {
      return Double.NaN;
    }
    return switch (text) {
      case "t" -> 1;
      case "f" -> 0;
      default -> Double.parseDouble(text);
    };
  }

  /** The driver's statement asks the server once, which is too early if it has not yet begun. */
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
    return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
  }

  @Override
  String createSide() {
    return "CREATE TEMPORARY TABLE ";
  }

  @Override
  List<String> indexed(String table) {
    return List.of(
        "ALTER TABLE " + table + " ADD PRIMARY KEY (" + quote(SideOutputTable.NUMBER) + ")");
  }

  @Override
  void place(Database database, List<String> target, String query, String suffix) {
    // Others that write to the same name wait until this one is through, and then replace it.
    byte[] name = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    database.rows(
        "SELECT pg_advisory_xact_lock(?)",
        List.of(UUID.nameUUIDFromBytes(name).getMostSignificantBits()));
    database.run("DROP TABLE IF EXISTS " + database.quote(target));
    database.run("CREATE TABLE " + database.quote(target) + " AS " + query);
  }

  @Override
  RowSink sink(Connection connection, String table, int columns) throws SQLException {
    return new CopySink(connection, table);
  }

  @Override
  public Optional<String> replacement(String table, List<String> columns) {
    return Optional.of(
        Dialect.insertion("INSERT INTO", table, columns)
            + " ON CONFLICT ("
            + columns.get(0)
            + ") DO UPDATE SET "
            + columns.stream()
                .skip(1)
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", ")));
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    Optional<ServerErrorMessage> told =
        error instanceof PSQLException postgres
            ? Optional.ofNullable(postgres.getServerErrorMessage())
            : Optional.empty();
    if (isConflict(error)) {
      return DatabaseException.conflict(words(error), error);
    }
    int characters = told.map(ServerErrorMessage::getPosition).orElse(0) - 1;
    int length = sql.codePointCount(0, sql.length());
    int offset = characters < 0 ? -1 : sql.offsetByCodePoints(0, Math.min(characters, length));
    return new DatabaseException(words(error), offset, error);
  }

  @Override
  boolean isConflict(SQLException error) {
    // Two sessions that make a table of one name meet in the catalog's own indexes.
    return super.isConflict(error)
        || state(error).equals(LOCK_NOT_AVAILABLE)
        || (error instanceof PSQLException postgres
            && Optional.ofNullable(postgres.getServerErrorMessage())
                .filter(told -> isInCatalog(told))
                .isPresent());
  }

  private static boolean isInCatalog(ServerErrorMessage told) {
    return "pg_catalog".equals(told.getSchema())
        || String.valueOf(told.getMessage()).startsWith("tuple concurrently ");
  }

  @Override
  public boolean isFull(SQLException error) {
    return state(error).equals(DISK_FULL);
  }

  @Override
  String words(SQLException error) {
    if (error instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
      ServerErrorMessage told = postgres.getServerErrorMessage();
      return told.getMessage()
          + Optional.ofNullable(told.getDetail()).map(detail -> ": " + detail).orElse("")
          + Optional.ofNullable(told.getHint()).map(hint -> ". " + hint).orElse("");
    }
    return super.words(error);
  }
}
