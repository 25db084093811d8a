package org.sqlflow.database;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tech.tablesaw.api.Table;

/**
 * One connection to the user's database. Used by one thread at a time; only {@link #cancel} may
 * come from another.
 */
public final class Database implements AutoCloseable {
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?is)(?:\\s|--[^\\n"
              + "]*|/\\*.*?\\*/)*+(?:INSERT|UPDATE|DELETE|MERGE|REPLACE|COPY|WITH)\\b.*");

  private Session session;
  private Dialect dialect;

  private Database(Session session) {
    this.session = session;
    this.dialect = session.dialect();
  }

  /** Connects by the drivers that SQLFlow ships with. */
  public static Database connect(DataSource source) {
    return connect(source, Drivers.SHIPPED);
  }

  /**
   * Connects.
   *
   * @throws AccessDeniedException if the password is missing or wrong
   * @throws DatabaseException if it fails for another reason, with what to do
   */
  public static Database connect(DataSource source, Drivers drivers) {
    return new Database(Session.open(source, drivers));
  }

  /** Where it is, without a password. */
  public DataSource source() {
    return session.source();
  }

  /** The database's name and version, in its own words. */
  public String product() {
    try {
      DatabaseMetaData told = session.connection().getMetaData();
      return told.getDatabaseProductName() + " " + told.getDatabaseProductVersion();
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }

  /** Whether the connection broke: all that is left is to connect again. */
  public boolean isLost() {
    return session.isLost();
  }

  /**
   * Connects again with the same data source, after the connection was lost.
   *
   * @throws DatabaseException if that fails
   */
  public void reconnect() {
    session = session.again();
    dialect = session.dialect();
  }

  /** How many bytes a statement with its parameters can have; empty if there is no known limit. */
  public OptionalLong mostBytesOfAStatement() {
    return source().jdbcUrl().startsWith("jdbc:mariadb:")
        ? OptionalLong.of(
            ((Number) rows("SELECT @@max_allowed_packet", List.of()).get(0).get(0)).longValue())
        : OptionalLong.empty();
  }

  /** What the database makes of a name without quotes. */
  public String folded(String name) {
    return dialect.folded(name);
  }

  /** The database's names of types. */
  public StoredTypes storedTypes() {
    return dialect.types().stored();
  }

  /** A name so quoted that it means itself in this database. */
  public String quote(String name) {
    return dialect.quote(name);
  }

  /** A name of several parts, such as a schema and a table, each quoted. */
  public String quote(List<String> parts) {
    return String.join(".", parts.stream().map(dialect::quote).toList());
  }

  /** Runs any statement and reads its whole answer. */
  public Answer execute(String sql) {
    return session.call(
        sql,
        statement -> {
          if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
              return new Answer.Rows(ResultTables.read(rows, dialect));
            }
          }
          long changed = statement.getUpdateCount();
          // Some count no rows for a statement that has none to count.
          boolean counts = changed > 0 || (changed == 0 && COUNTED.matcher(sql).matches());
          return counts ? new Answer.Changed(changed) : new Answer.Done();
        });
  }

  /** Runs a statement whose answer does not matter. */
  public void run(String sql) {
    session.call(sql, statement -> statement.execute(sql));
  }

  /**
   * Runs a statement with parameters: strings, numbers, byte arrays or null.
   *
   * @return how many rows it changed
   */
  public long update(String sql, List<?> parameters) {
    return session.<Integer>prepared(sql, parameters, PreparedStatement::executeUpdate);
  }

  /** Writes a row in place of that of the same key, the first of the columns. */
  public void replace(String table, List<String> columns, List<?> values) {
    Optional<String> replacement = dialect.replacement(table, columns);
    if (replacement.isPresent()) {
      update(replacement.get(), values);
      return;
    }
    try (Transaction transaction = Transaction.begin(this)) {
      update("DELETE FROM " + table + " WHERE " + columns.get(0) + " = ?", values.subList(0, 1));
      update(Dialect.insertion("INSERT INTO", table, columns), values);
      transaction.commit();
    }
  }

  /** The rows of a query with parameters, each a list of objects. */
  public List<List<Object>> rows(String sql, List<?> parameters) {
    return session.prepared(
        sql,
        parameters,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            int width = rows.getMetaData().getColumnCount();
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
              List<Object> row = new ArrayList<>(width);
              for (int i = 1; i <= width; i++) {
                Object value = rows.getObject(i);
                if (value instanceof Blob) {
                  value = rows.getBytes(i);
                } else if (value instanceof Clob) {
                  value = rows.getString(i);
                }
                row.add(value);
              }
              all.add(row);
            }
            return all;
          }
        });
  }

  /** The columns of a query, which is not run. */
  public List<QueryColumn> describe(String query) {
    try (PreparedStatement statement = session.connection().prepareStatement(query)) {
      ResultSetMetaData meta = statement.getMetaData();
      List<QueryColumn> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(
            new QueryColumn(
                meta.getColumnLabel(i),
                dialect.types().kind(meta, i),
                dialect.types().typeName(meta, i)));
      }
      return columns;
    } catch (SQLException error) {
      throw session.refused(error, query);
    }
  }

  /**
   * Some columns of a query's rows, in the order of its rows.
   *
   * @param wanted which rows will be read
   */
  public QueryRows query(String query, List<ReadColumn> columns, RowsWanted wanted) {
    return dialect.rows(this, query, columns, wanted);
  }

  /** How many rows a query gives; it runs. */
  public long count(String query) {
    String head = "SELECT count(*) FROM (";
    try {
      return ((Number) rows(head + query + CursorRows.TAIL, List.of()).get(0).get(0)).longValue();
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  /** Begins a table that takes the place of {@code target} once it is complete. */
  public OutputTable output(String query, List<String> target, List<OutputTable.Column> added) {
    return dialect.output(this, query, target, added);
  }

  /**
   * Writes a table in place of an earlier one of its name: whole or not at all.
   *
   * @param present by column index, rows whose value is not NULL though Tablesaw counts it as
   *     missing
   */
  public void write(List<String> target, Table table, Map<Integer, BitSet> present) {
    dialect.write(this, target, table, present);
  }

  /** Whether a schema is there; its name has one part, or a catalog's before it. */
  public boolean hasSchema(List<String> parts) {
    return dialect.hasSchema(this, parts);
  }

  /** Whether a table of this name without quotes is found by its name alone. */
  public boolean hasTable(String name) {
    return dialect.hasTable(this, name);
  }

  /** The tables and views, in alphabetical order. */
  public List<TableName> tables() {
    return dialect.tables(this);
  }

  /** The names of the functions that SQL can call here, in alphabetical order. */
  public List<String> functions() {
    return dialect.functions(this);
  }

  /**
   * A further connection to this database, for its caller to use and close. It sees what was
   * committed, and has temporary tables and settings of its own.
   */
  public Connection another() {
    return session.another();
  }

  /** Stops the statement that runs, if any; from any thread. */
  public void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }

  /** The connection, for the classes of this package that work on it themselves. */
  Session session() {
    return session;
  }

  Dialect dialect() {
    return dialect;
  }
}
