package org.sqlflow.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/** What differs between databases. Adding a database is one implementation. */
interface Dialect {
  /** Statements to run once on a new connection. */
  List<String> settings();

  /** A name so quoted that it means itself. */
  String quote(String name);

  /** An expression whose values JDBC gives in a form; its type must have one. */
  String cast(String expression, ReadColumn.Form form);

  /** A query for the schema, the name and "is found by its name alone" of each table and view. */
  String tables();

  /** A query for the names of functions that people call by name. */
  String functions();

  /** A further connection to the same database, with a session of its own. */
  Connection another(Connection connection, DataSource source) throws SQLException;

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

  /** The family of a type by the database's own name for it. */
  QueryColumn.Kind kind(String typeName);

  /**
   * The database's error in its own words, with its place.
   *
   * @param sql the SQL that was refused
   */
  DatabaseException refused(SQLException error, String sql);

  /** The error of a connection that could not be made, with what to do. */
  DatabaseException unreachable(SQLException error, DataSource source);
}
