package org.sqlflow.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.api.Table;

/** What differs between databases. Adding a database is one implementation. */
interface Dialect {
  /** The dialect that a JDBC URL speaks. */
  static Dialect of(String jdbcUrl) {
    if (jdbcUrl.startsWith(DataSource.DUCKDB)) {
      return new DuckDbDialect();
    }
    if (jdbcUrl.startsWith("jdbc:postgresql:")) {
      return new PostgresDialect();
    }
    return jdbcUrl.startsWith("jdbc:mariadb:") ? new MariaDbDialect() : GenericDialect.STANDARD;
  }

  /** The same dialect as this very database speaks it. */
  default Dialect adapted(DatabaseMetaData told) throws SQLException {
    return this;
  }

  /** What the driver is to know beside user and password. */
  default Map<String, String> properties() {
    return Map.of();
  }

  /** Statements to run once on a new connection. */
  List<String> settings();

  /** A name so quoted that it means itself. */
  String quote(String name);

  /** What the database makes of a name without quotes. */
  default String folded(String name) {
    return name;
  }

  /** What its types are. */
  SqlTypes types();

  /** An expression whose values JDBC gives in a form; its type must have one. */
  String cast(String expression, ReadColumn.Form form);

  /** Whether a query keeps the order of its rows as a part of another one. */
  default boolean keepsOrderWithin() {
    return false;
  }

  /** Some columns of a query's rows. */
  default QueryRows rows(
      Database database, String query, List<ReadColumn> columns, RowsWanted wanted) {
    return new CursorRows(database, query, columns);
  }

  /** A number or a truth value of a row; NULL is NaN. */
  default double number(ResultSet rows, int index) throws SQLException {
    double number = rows.getDouble(index);
    return rows.wasNull() ? Double.NaN : number;
  }

  /** How many rows to fetch at a time from a long result; 0 leaves it to the driver. */
  default int fetchedRows() {
    return 0;
  }

  /** Whether CREATE TABLE and DROP TABLE can be taken back, and cursors need a transaction. */
  default boolean isTransactional() {
    return false;
  }

  /** Whether a transaction that the user began is open. */
  default boolean inTransaction(Connection connection) throws SQLException {
    return false;
  }

  /** Schema, name and "is found by its name alone" of each table and view. */
  List<TableName> tables(Database database);

  /** The names of functions that people call by name, in alphabetical order. */
  List<String> functions(Database database);

  /** Whether a schema is there; its name has one part, or a catalog's before it. */
  boolean hasSchema(Database database, List<String> parts);

  /** Whether a table of this name without quotes is found by its name alone. */
  boolean hasTable(Database database, String name);

  /** Stops a statement that runs; from any thread, and as often as it takes. */
  default void cancel(Statement statement) throws SQLException {
    statement.cancel();
  }

  /** A further connection, where that is no matter of the driver. */
  default Optional<Connection> another(Connection connection) throws SQLException {
    return Optional.empty();
  }

  /** Begins a table of a query's rows that appears whole or not at all. */
  OutputTable output(
      Database database, String query, List<String> target, List<OutputTable.Column> added);

  /**
   * Writes a table in place of an earlier one of its name: whole or not at all.
   *
   * @param present by column index, rows whose value is not NULL though Tablesaw counts it as
   *     missing
   */
  void write(Database database, List<String> target, Table table, Map<Integer, BitSet> present);

  /**
   * A statement that writes a row in place of that of the same key, the first of the columns; empty
   * where it takes a DELETE and an INSERT.
   */
  Optional<String> replacement(String table, List<String> columns);

  /** A statement that writes a row of parameters, such as {@code INSERT INTO}. */
  static String insertion(String verb, String table, List<String> columns) {
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return verb + " " + table + " (" + String.join(", ", columns) + ") VALUES (" + places + ")";
  }

  /**
   * The database's error in its own words, with its place.
   *
   * @param sql the SQL that was refused
   */
  DatabaseException refused(SQLException error, String sql);

  /** Whether an error ends the connection. */
  default boolean isLost(SQLException error) {
    return false;
  }

  /** Whether an error says that there is no room left to write to. */
  default boolean isFull(SQLException error) {
    return false;
  }

  /** The error of a connection that could not be made, with what to do. */
  DatabaseException unreachable(SQLException error, DataSource source);
}
