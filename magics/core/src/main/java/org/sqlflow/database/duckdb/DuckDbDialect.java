package org.sqlflow.database.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.RowFunction;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.TransactionState;
import org.sqlflow.database.spi.Catalogue;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.Errors;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Restoration;
import org.sqlflow.database.spi.Session;
import org.sqlflow.database.spi.SqlText;
import org.sqlflow.database.spi.SqlTypes;

/** DuckDB, the embedded default. */
final class DuckDbDialect implements Dialect {
  /**
   * How SQLFlow's own replacing INSERT begins, so that {@link DuckDbErrors} can recognize its
   * failures.
   */
  static final String REPLACE = "INSERT OR REPLACE INTO";

  private final Set<String> functions = new HashSet<>();
  private final LookedUpColumns.Functions lookups = new LookedUpColumns.Functions();
  private final NumberCollector collector = new NumberCollector();

  private static final String FIRST = "SELECT * FROM (";
  private static final String TEXTS = "FROM (";

  /** Words that begin a transaction, or run a prepared statement that may. */
  private static final Pattern BEGINS = Pattern.compile("(?i)\\b(?:BEGIN|START|EXECUTE)\\b");

  @Override
  public SqlText text() {
    return new DuckDbText();
  }

  @Override
  public SqlTypes types() {
    return new DuckDbTypes();
  }

  @Override
  public Catalogue catalogue() {
    return new DuckDbCatalogue();
  }

  @Override
  public Publishing publishing() {
    return new DuckDbPublishing(lookups);
  }

  @Override
  public Errors errors() {
    return new DuckDbErrors();
  }

  @Override
  public List<String> settings() {
    return List.of(
        // Only as JSON do errors have a place in lines of any length.
        "SET errors_as_json = true",
        "SET enable_progress_bar = false",
        // It lets the reader of a CSV file cast the file's text: TRY_CAST fails instead of giving
        // NULL, and dates as texts keep the file's format.
        "SET disabled_optimizers = 'type_pushdown'");
  }

  @Override
  public boolean samplesRows() {
    return true;
  }

  @Override
  public boolean callsJava() {
    return true;
  }

  @Override
  public void register(Connection connection, RowFunction function) throws SQLException {
    if (!functions.contains(function.name())) {
      DuckDbFunction.register(connection, function);
      functions.add(function.name());
    }
  }

  @Override
  public Optional<RowSource> read(
      Session session, String query, List<ColumnRead> reads, RowLimit limit) {
    return Optional.of(DuckDbReader.read(session, collector, query, reads, limit));
  }

  @Override
  public Optional<String> lossOnRelease(Session session) {
    return DuckDbSessionState.onlyHere(session);
  }

  @Override
  public Restoration restoration(Session session) {
    return DuckDbSessionState.restoration(session);
  }

  @Override
  public Optional<Connection> another(Connection connection) throws SQLException {
    Connection another = connection.unwrap(DuckDBConnection.class).duplicate();
    try (Statement statement = another.createStatement()) {
      statement.execute("SET errors_as_json = false"); // its errors are shown as they are
    }
    return Optional.of(another);
  }

  @Override
  public Optional<String> first(String query, int rows) {
    return Optional.of(FIRST + query + SqlText.AS_SOURCE + " LIMIT " + rows);
  }

  @Override
  public int placeInFirst() {
    return FIRST.length();
  }

  @Override
  public boolean fetchesBlocks() {
    return true;
  }

  @Override
  public Optional<String> withTexts(String query, ResultSetMetaData result) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= result.getColumnCount(); i++) {
      names.add("c" + i);
      values.add(DuckDbTypes.asText("c" + i, result.getColumnTypeName(i)));
    }
    return names.equals(values)
        ? Optional.empty()
        : Optional.of(
            TEXTS
                + query
                + SqlText.AS_SOURCE
                + "("
                + String.join(", ", names)
                + ") SELECT "
                + String.join(", ", values));
  }

  @Override
  public int placeInTexts() {
    return TEXTS.length();
  }

  /** Outside of a transaction, each statement is a transaction. */
  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    long earlier = transactionId(connection);
    return transactionId(connection) == earlier;
  }

  @Override
  public TransactionState transaction(Connection connection) throws SQLException {
    try {
      return inTransaction(connection) ? TransactionState.OPEN : TransactionState.NONE;
    } catch (SQLException error) {
      if (String.valueOf(error.getMessage()).contains("ransaction is aborted")) {
        return TransactionState.FAILED;
      }
      throw error;
    }
  }

  @Override
  public boolean canBegin(String sql) {
    return BEGINS.matcher(sql).find();
  }

  /**
   * A commit that fails, as on a full disk, ends the transaction, but the driver keeps counting on
   * it: it would begin no other one.
   */
  @Override
  public void rollback(Connection connection) throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException ended) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN");
      }
      connection.rollback();
    }
  }

  private static long transactionId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT txid_current()")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** DuckDB's SQL. */
  private static final class DuckDbText implements SqlText {
    @Override
    public String quote(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String cast(String expression, ColumnRead.Form form) {
      String type =
          switch (form) {
            case NUMBERS -> "DOUBLE";
            case TEXTS -> "VARCHAR";
            case LISTS -> "DOUBLE[]";
          };
      return "CAST(" + expression + " AS " + type + ")";
    }

    @Override
    public String number(String text) {
      return "TRY_CAST(" + text + " AS DOUBLE)";
    }

    @Override
    public String doubleType() {
      return "DOUBLE";
    }

    @Override
    public String quantiles(String number, List<Double> shares) {
      return "CAST(quantile_cont(" + number + ", " + shares + ") AS VARCHAR)";
    }

    @Override
    public String matches(String text, String pattern) {
      return "regexp_matches(" + text + ", " + pattern + ")";
    }

    @Override
    public String length(String list) {
      return "len(" + list + ")";
    }

    @Override
    public boolean readsFiles() {
      return true;
    }

    @Override
    public boolean keepsOrderOfSubqueries() {
      return true;
    }

    @Override
    public Optional<String> replacement(String table, List<String> columns) {
      return Optional.of(SqlText.insertion(REPLACE, table, columns));
    }

    @Override
    public boolean dollarStrings() {
      return true;
    }

    @Override
    public boolean nestsComments() {
      return true;
    }
  }
}
