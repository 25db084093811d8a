package org.sqlflow.database;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
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

  private final Connection connection;
  private final Dialect dialect;
  private final DataSource source;
  private final Drivers drivers;
  private volatile Statement running;
  private volatile boolean lost;

  private Database(Connection connection, Dialect dialect, DataSource source, Drivers drivers) {
    this.connection = connection;
    this.dialect = dialect;
    this.source = source;
    this.drivers = drivers;
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
    Dialect dialect = Dialect.of(source.jdbcUrl());
    try {
      if (!drivers.know(source.jdbcUrl())) {
        throw new DatabaseException(
            "no JDBC driver for "
                + source
                + ": name the driver's jar in "
                + Drivers.VARIABLE
                + " and start the kernel anew",
            null);
      }
      Connection connection = open(source, dialect, drivers);
      Dialect adapted = dialect.adapted(connection.getMetaData());
      Database database = new Database(connection, adapted, source, drivers);
      adapted.settings().forEach(database::run);
      return database;
    } catch (SQLException error) {
      throw dialect.unreachable(error, source);
    }
  }

  private static Connection open(DataSource source, Dialect dialect, Drivers drivers)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(dialect.properties());
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source.password().ifPresent(password -> properties.setProperty("password", password));
    return drivers.connect(source.jdbcUrl(), properties);
  }

  /** Where it is, without a password. */
  public DataSource source() {
    return source;
  }

  /** The database's name and version, in its own words. */
  public String product() {
    try {
      DatabaseMetaData told = connection.getMetaData();
      return told.getDatabaseProductName() + " " + told.getDatabaseProductVersion();
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  /** Whether the connection broke: all that is left is to connect again. */
  public boolean isLost() {
    return lost;
  }

  /** What the database makes of a name without quotes. */
  public String folded(String name) {
    return dialect.folded(name);
  }

  /** The database's names of types. */
  public StoredTypes storedTypes() {
    return dialect.storedTypes();
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
    return call(
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
    call(sql, statement -> statement.execute(sql));
  }

  /**
   * Runs a statement with parameters: strings, numbers, byte arrays or null.
   *
   * @return how many rows it changed
   */
  public long update(String sql, List<?> parameters) {
    return this.<Integer>prepared(sql, parameters, PreparedStatement::executeUpdate);
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
    return prepared(
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
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      ResultSetMetaData meta = statement.getMetaData();
      List<QueryColumn> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(
            new QueryColumn(
                meta.getColumnLabel(i), dialect.kind(meta, i), meta.getColumnTypeName(i)));
      }
      return columns;
    } catch (SQLException error) {
      throw refused(error, query);
    }
  }

  /** How many rows a query gives. */
  public long count(String query) {
    String head = "SELECT count(*) FROM (";
    String sql = head + query + "\n) AS source";
    try {
      return call(
          sql,
          statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
              rows.next();
              return rows.getLong(1);
            }
          });
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  /**
   * Reads some columns of a query, in the order of its rows.
   *
   * @param reader takes each block; the arrays are its own
   */
  public void read(String query, List<ReadColumn> columns, Consumer<ColumnBlock> reader) {
    new QueryReader(this).read(query, columns, reader);
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
    try {
      Optional<Connection> another = dialect.another(connection);
      return another.isPresent() ? another.get() : open(source, dialect, drivers);
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  /** Stops the statement that runs, if any; from any thread. */
  public void cancel() {
    Statement statement = running;
    if (statement == null) {
      return;
    }
    try {
      dialect.cancel(statement);
    } catch (SQLException ended) {
      // It needs no stopping, and another may run by now.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException error) {
      throw refused(error, "");
    }
  }

  /** The database's error in its own words, with its place in the SQL and without passwords. */
  DatabaseException refused(SQLException error, String sql) {
    if (!lost && !dialect.isLost(error) && !isClosed()) {
      return dialect.refused(error, sql);
    }
    lost = true;
    return new DatabaseException(
        "the connection to "
            + source
            + " was lost: "
            + source.hidden(dialect.refused(error, sql).getMessage())
            + ". What this statement began is undone. The next cell connects again; temporary"
            + " tables are gone",
        error);
  }

  private boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException error) {
      return true;
    }
  }

  Connection connection() {
    return connection;
  }

  Dialect dialect() {
    return dialect;
  }

  <T> T call(String sql, Work<Statement, T> work) {
    try (Statement statement = connection.createStatement()) {
      return tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  private <T> T prepared(String sql, List<?> parameters, Work<PreparedStatement, T> work) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i) instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else {
          statement.setObject(i + 1, parameters.get(i));
        }
      }
      return tracked(statement, work);
    } catch (SQLException error) {
      throw refused(error, sql);
    }
  }

  private <S extends Statement, T> T tracked(S statement, Work<S, T> work) throws SQLException {
    running = statement;
    try {
      return work.on(statement);
    } finally {
      running = null;
    }
  }

  /** Something to do with a statement. */
  @FunctionalInterface
  interface Work<S, T> {
    T on(S statement) throws SQLException;
  }
}
