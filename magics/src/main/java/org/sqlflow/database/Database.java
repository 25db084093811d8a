package org.sqlflow.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tech.tablesaw.api.Table;

/**
 * One connection to the user's database. Used by one thread at a time; only {@link #cancel} may
 * come from another.
 */
public final class Database implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final DataSource source;
  private volatile Statement running;

  private Database(Connection connection, Dialect dialect, DataSource source) {
    this.connection = connection;
    this.dialect = dialect;
    this.source = source;
  }

  /**
   * Connects.
   *
   * @throws DatabaseException if that fails, with what to do
   */
  public static Database connect(DataSource source) {
    Dialect dialect = new DuckDbDialect();
    if (!source.jdbcUrl().startsWith("jdbc:duckdb:")) {
      throw new DatabaseException(
          "no driver for the " + source + ": this version connects to DuckDB", null);
    }
    try {
      Connection connection = DriverManager.getConnection(source.jdbcUrl());
      Database database = new Database(connection, dialect, source);
      dialect.settings().forEach(database::run);
      return database;
    } catch (SQLException error) {
      throw dialect.unreachable(error, source);
    }
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
              return new Answer.Rows(ResultTables.read(rows));
            }
          }
          long changed = statement.getUpdateCount();
          return changed < 0 ? new Answer.Done() : new Answer.Changed(changed);
        });
  }

  /** Runs a statement whose answer does not matter. */
  public void run(String sql) {
    call(sql, statement -> statement.execute(sql));
  }

  /** Runs a statement with parameters: strings, longs, byte arrays or null. */
  public void update(String sql, List<?> parameters) {
    this.<Boolean>prepared(sql, parameters, PreparedStatement::execute);
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
                row.add(value instanceof java.sql.Blob ? rows.getBytes(i) : value);
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
        String type = meta.getColumnTypeName(i);
        columns.add(new QueryColumn(meta.getColumnLabel(i), dialect.kind(type), type));
      }
      return columns;
    } catch (SQLException error) {
      throw dialect.refused(error, query);
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
    BlockReader blocks = new BlockReader(columns);
    String head = "SELECT " + blocks.selection(dialect) + " FROM (";
    // The line end closes a comment that the query may end with.
    String sql = head + query + "\n) AS source";
    try {
      call(
          sql,
          statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
              ColumnBlock block = blocks.next(rows);
              while (block.rows() > 0) {
                reader.accept(block);
                block = blocks.next(rows);
              }
            }
            return true;
          });
    } catch (DatabaseException error) {
      throw error.within(head.length(), query.length());
    }
  }

  /** Begins a table that takes the place of {@code target} once it is complete. */
  public OutputTable output(String query, List<String> target, List<OutputTable.Column> added) {
    return OutputTable.begin(this, query, target, added);
  }

  /**
   * Writes a table in place of an earlier one of its name: whole or not at all.
   *
   * @param present by column index, rows whose value is not NULL though Tablesaw counts it as
   *     missing
   */
  public void write(List<String> target, Table table, Map<Integer, BitSet> present) {
    new TableWriter(this).write(target, table, present);
  }

  /** Whether a schema is there; its name has one part, or a catalog's before it. */
  public boolean hasSchema(List<String> parts) {
    String last = parts.get(parts.size() - 1);
    String catalog = parts.size() > 1 ? parts.get(0) : "";
    return !rows(
            "SELECT 1 FROM information_schema.schemata WHERE (lower(schema_name) = lower(?) AND"
                + " lower(catalog_name) = lower(coalesce(nullif(?, ''), catalog_name)))"
                + " OR (? = '' AND lower(catalog_name) = lower(?))",
            List.of(last, catalog, catalog, last))
        .isEmpty();
  }

  /** The tables and views, in alphabetical order. */
  public List<TableName> tables() {
    return rows(dialect.tables(), List.of()).stream()
        .map(row -> new TableName((String) row.get(0), (String) row.get(1), (Boolean) row.get(2)))
        .toList();
  }

  /** The names of the functions that SQL can call here, in alphabetical order. */
  public List<String> functions() {
    return rows(dialect.functions(), List.of()).stream().map(row -> (String) row.get(0)).toList();
  }

  /**
   * A further connection to this database, for its caller to use and close. It sees what was
   * committed, and has temporary tables and settings of its own.
   */
  public Connection another() {
    try {
      return dialect.another(connection, source);
    } catch (SQLException error) {
      throw dialect.refused(error, "");
    }
  }

  /** Stops the statement that runs, if any; from any thread. */
  public void cancel() {
    Statement statement = running;
    if (statement == null) {
      return;
    }
    try {
      statement.cancel();
    } catch (SQLException ended) {
      // A statement that is over needs no stopping.
      running = null;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException error) {
      throw dialect.refused(error, "");
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
      throw dialect.refused(error, sql);
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
      throw dialect.refused(error, sql);
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
