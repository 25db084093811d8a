package org.sqlflow.database.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.mariadb.jdbc.util.constants.ServerStatus;
import org.sqlflow.database.generic.GenericDialect;
import org.sqlflow.database.generic.GenericText;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.SqlText;

/** MariaDB and MySQL, where creating a table ends a transaction. */
final class MariaDbDialect extends GenericDialect {
  MariaDbDialect() {
    super(new MariaDbText(), new MariaDbTypes(), new MariaDbErrors());
  }

  @Override
  public Catalogue catalogue() {
    return new MariaDbCatalogue();
  }

  @Override
  public Publishing publishing() {
    return new MariaDbPublishing(types());
  }

  @Override
  public Map<String, String> properties() {
    // A server must not be able to read files of this machine. A year is a number, not a date.
    return Map.of("useBulkStmts", "true", "allowLocalInfile", "false", "yearIsDateType", "false");
  }

  @Override
  public List<String> settings() {
    // The numbers of rows must have no gaps on servers that replicate.
    return List.of("SET SESSION auto_increment_increment = 1, auto_increment_offset = 1");
  }

  /**
   * The server reports it with each result. After an error it does not, and the driver assumes a
   * transaction, so the server is asked; MySQL cannot be.
   */
  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    int status =
        connection.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
    if ((status & ServerStatus.IN_TRANSACTION) == 0) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@in_transaction")) {
      return rows.next() && rows.getInt(1) == 1;
    } catch (SQLException unknown) {
      return true;
    }
  }

  @Override
  public OptionalLong maxStatementBytes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@max_allowed_packet")) {
      rows.next();
      return OptionalLong.of(rows.getLong(1));
    }
  }

  /** MariaDB's SQL. */
  private static final class MariaDbText extends GenericText {
    MariaDbText() {
      super("`", UnaryOperator.identity());
    }

    /** A pattern that does not match gives an empty text. */
    @Override
    public String number(String text) {
      return "CAST(nullif(regexp_substr("
          + text
          + ", '^[-+]?[0-9]*[.]?[0-9]+[.]?(?:[eE][-+]?[0-9]+)?$'), '') AS DOUBLE)";
    }

    @Override
    public String doubleType() {
      return "DOUBLE";
    }

    @Override
    public String singleType() {
      return "FLOAT";
    }

    /** Collations ignore case, accents and trailing blanks; comparing bytes does not. */
    @Override
    public String exact(String text) {
      return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
    }

    /** The optimizer merges no subquery with a limit. */
    @Override
    public String fence() {
      return " LIMIT " + Long.MAX_VALUE;
    }

    @Override
    public String part(String text, String delimiter, int index) {
      return "substring_index(substring_index("
          + text
          + ", "
          + delimiter
          + ", "
          + index
          + "), "
          + delimiter
          + ", -1)";
    }

    /** The collation decides about the case where the pattern does not. */
    @Override
    public String matches(String text, String pattern) {
      return "(" + text + " REGEXP concat('(?-i)', " + pattern + "))";
    }

    @Override
    public String without(String text, String pattern) {
      return "regexp_replace(" + text + ", concat('(?-i)', " + pattern + "), '')";
    }

    @Override
    public String singleBlanks(String text) {
      return "regexp_replace(" + text + ", '[[:space:]]+', ' ')";
    }

    /** MariaDB has no infinite numbers, and no times with a zone. */
    @Override
    public Optional<String> literal(Object value) {
      return value instanceof Double || value instanceof OffsetDateTime
          ? Optional.empty()
          : super.literal(value);
    }

    @Override
    public boolean hashComments() {
      return true;
    }

    @Override
    public boolean spacedDashes() {
      return true;
    }

    @Override
    public boolean backslashEscapes() {
      return true;
    }

    /** The server reports the SQL mode with each result. */
    @Override
    public boolean backslashEscapes(Connection connection) throws SQLException {
      int status =
          connection.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
      return (status & ServerStatus.NO_BACKSLASH_ESCAPES) == 0;
    }

    @Override
    public Optional<String> replacement(String table, List<String> columns) {
      return Optional.of(SqlText.insertion("REPLACE INTO", table, columns));
    }
  }
}
