package org.sqlflow.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** Standard SQL and what a JDBC driver tells: for databases on servers, and any other. */
class GenericDialect implements Dialect {
  /** Double quotes, and names as they are. */
  static final GenericDialect STANDARD = new GenericDialect("\"", UnaryOperator.identity());

  private final String quote;
  private final UnaryOperator<String> folding;

  /**
   * A dialect.
   *
   * @param quote what stands before and behind a quoted name
   * @param folding what the database makes of a name without quotes
   */
  GenericDialect(String quote, UnaryOperator<String> folding) {
    this.quote = quote;
    this.folding = folding;
  }

  @Override
  public Dialect adapted(DatabaseMetaData told) throws SQLException {
    UnaryOperator<String> folds = UnaryOperator.identity();
    if (told.storesUpperCaseIdentifiers()) {
      folds = name -> name.toUpperCase(Locale.ROOT);
    } else if (told.storesLowerCaseIdentifiers()) {
      folds = name -> name.toLowerCase(Locale.ROOT);
    }
    return new GenericDialect(told.getIdentifierQuoteString().strip(), folds);
  }

  @Override
  public List<String> settings() {
    return List.of();
  }

  @Override
  public String quote(String name) {
    return quote + name.replace(quote, quote + quote) + quote;
  }

  @Override
  public String folded(String name) {
    return folding.apply(name);
  }

  @Override
  public GenericTypes types() {
    return GenericTypes.STANDARD;
  }

  @Override
  public String cast(String expression, ReadColumn.Form form) {
    return expression;
  }

  @Override
  public int fetchedRows() {
    return 10_000;
  }

  @Override
  public List<TableName> tables(Database database) {
    return new DriverCatalog(database).tables();
  }

  @Override
  public List<String> functions(Database database) {
    return new DriverCatalog(database).functions();
  }

  @Override
  public boolean hasSchema(Database database, List<String> parts) {
    return new DriverCatalog(database).hasSchema(parts.get(parts.size() - 1));
  }

  @Override
  public boolean hasTable(Database database, String name) {
    return new DriverCatalog(database).typeOf(List.of(folded(name))).isPresent();
  }

  @Override
  public OutputTable output(
      Database database, String query, List<String> target, List<OutputTable.Column> added) {
    return SideOutputTable.begin(database, this, query, target, added);
  }

  @Override
  public void write(
      Database database, List<String> target, Table table, Map<Integer, BitSet> present) {
    new SideTableWriter(database, this).write(target, table, present);
  }

  /** The beginning of a statement that makes a side table. */
  String createSide() {
    return "CREATE TABLE ";
  }

  /** What stands before a query to make a side table of its rows with their numbers. */
  String numberedHead(String table) {
    return createSide()
        + table
        + " AS SELECT ROW_NUMBER() OVER () AS "
        + quote(SideOutputTable.NUMBER)
        + ", q.* FROM (";
  }

  /** What stands behind that query; a line end closes a comment that it may end with. */
  String numberedTail() {
    return "\n) q";
  }

  /** What lets a numbered table be read by its numbers. */
  List<String> indexed(String table) {
    return List.of(
        "CREATE UNIQUE INDEX "
            + table.replaceFirst("sqlflow_rows", "sqlflow_index")
            + " ON "
            + table
            + " ("
            + quote(SideOutputTable.NUMBER)
            + ")");
  }

  /**
   * Makes a table of a query's rows in place of an earlier one of the name.
   *
   * @param suffix tells the names of this work's tables from those of others
   */
  void place(Database database, List<String> target, String query, String suffix) {
    String side = "sqlflow_side_" + suffix;
    String earlier = "sqlflow_earlier_" + suffix;
    boolean replaces = requireTable(database, target);
    String made = beside(database, target, side);
    try {
      database.run("CREATE TABLE " + made + " AS " + query);
      if (replaces) {
        rename(database, database.quote(target), earlier);
      }
    } catch (RuntimeException error) {
      Cleanup.despite(error, () -> database.run("DROP TABLE IF EXISTS " + made));
      throw error;
    }
    String name = target.get(target.size() - 1);
    String replaced = beside(database, target, earlier);
    try {
      rename(database, made, name);
    } catch (RuntimeException error) {
      if (replaces) {
        Cleanup.despite(error, () -> rename(database, replaced, name));
      }
      Cleanup.despite(error, () -> database.run("DROP TABLE IF EXISTS " + made));
      throw error;
    }
    if (replaces) {
      database.run("DROP TABLE " + replaced);
    }
  }

  private void rename(Database database, String table, String name) {
    database.run("ALTER TABLE " + table + " RENAME TO " + quote(name));
  }

  /** Whether there is a table of the name; a view or another thing is refused. */
  boolean requireTable(Database database, List<String> target) {
    Optional<String> type = new DriverCatalog(database).typeOf(target);
    if (type.filter(found -> found.contains("VIEW")).isPresent()) {
      throw new DatabaseException(
          String.join(".", target) + " is a view: drop it first, or write to another name", null);
    }
    return type.isPresent();
  }

  /** The quoted name of a table in the schema of another. */
  static String beside(Database database, List<String> target, String name) {
    List<String> parts = new ArrayList<>(target.subList(0, target.size() - 1));
    parts.add(name);
    return database.quote(parts);
  }

  /** A way to many rows for a table; its columns in their order. */
  RowSink sink(Connection connection, String table, int columns) throws SQLException {
    return new BatchSink(connection, table, columns);
  }

  @Override
  public Optional<String> replacement(String table, List<String> columns) {
    return Optional.empty();
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    return isConflict(error)
        ? DatabaseException.conflict(words(error), error)
        : new DatabaseException(words(error), error);
  }

  /** Whether another session's work was in the way. */
  boolean isConflict(SQLException error) {
    return state(error).startsWith("40");
  }

  static String state(SQLException error) {
    return Optional.ofNullable(error.getSQLState()).orElse("");
  }

  /** The database's words, and behind them those of what was the matter with the network. */
  String words(SQLException error) {
    String words = String.valueOf(error.getMessage()).strip();
    Throwable cause = error.getCause();
    boolean more =
        cause instanceof java.io.IOException
            && cause.getMessage() != null
            && !words.contains(cause.getMessage());
    return more ? words + " (" + cause.getMessage() + ")" : words;
  }

  @Override
  public boolean isLost(SQLException error) {
    return state(error).startsWith("08") || state(error).startsWith("57P0");
  }

  @Override
  public DatabaseException unreachable(SQLException error, DataSource source) {
    String words = source.hidden(words(error));
    String state = state(error);
    boolean cause = words.equals(words(error)); // the driver's own frames may tell the password
    if (state.startsWith("28") || state.equals("08004")) {
      return new AccessDeniedException(
          Text.of("%s does not let you in: %s", source, words), cause ? error : null);
    }
    return new DatabaseException(
        Text.of("cannot connect to %s: %s", source, words), cause ? error : null);
  }
}
