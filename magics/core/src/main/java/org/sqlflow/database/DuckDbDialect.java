package org.sqlflow.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import tech.tablesaw.api.Table;

/** DuckDB, the embedded default. */
final class DuckDbDialect implements Dialect {
  private static final String REPLACE = "INSERT OR REPLACE INTO";

  /** Between the parts of names in some messages. */
  private static final Pattern NUL = Pattern.compile("\0|\\\\0");

  private static final Pattern FATAL =
      Pattern.compile(
          "^FATAL Error|\"exception_type\"\\s*:\\s*\"FATAL\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOLDER =
      Pattern.compile("Conflicting lock is held in (.+?) \\(PID (\\d+)\\)( by user (\\S+?))?\\.");

  private static final String TABLES =
      """
      SELECT CASE WHEN table_catalog = current_database() THEN '' ELSE table_catalog || '.' END
               || table_schema,
             table_name,
             table_catalog = 'temp'
               OR (table_catalog = current_database() AND table_schema = current_schema())
      FROM information_schema.tables
      ORDER BY table_name\
      """;

  private static final String FUNCTIONS =
      """
      SELECT DISTINCT function_name FROM duckdb_functions()
      WHERE function_type <> 'pragma' AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
      ORDER BY function_name\
      """;

  private final JsonMapper json = new JsonMapper();

  @Override
  public List<String> settings() {
    // The only form of DuckDB's errors that tells their place for lines of any length.
    return List.of("SET errors_as_json = true", "SET enable_progress_bar = false");
  }

  @Override
  public String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public SqlTypes types() {
    return new DuckDbTypes();
  }

  @Override
  public String cast(String expression, ReadColumn.Form form) {
    String type =
        switch (form) {
          case NUMBER -> "DOUBLE";
          case TEXT -> "VARCHAR";
          case LIST -> "DOUBLE[]";
        };
    return "CAST(" + expression + " AS " + type + ")";
  }

  @Override
  public List<TableName> tables(Database database) {
    return database.rows(TABLES, List.of()).stream()
        .map(row -> new TableName((String) row.get(0), (String) row.get(1), (Boolean) row.get(2)))
        .toList();
  }

  @Override
  public List<String> functions(Database database) {
    return database.rows(FUNCTIONS, List.of()).stream().map(row -> (String) row.get(0)).toList();
  }

  @Override
  public boolean hasSchema(Database database, List<String> parts) {
    String last = parts.get(parts.size() - 1);
    String catalog = parts.size() > 1 ? parts.get(0) : "";
    return !database
        .rows(
            "SELECT 1 FROM information_schema.schemata WHERE (lower(schema_name) = lower(?) AND"
                + " lower(catalog_name) = lower(coalesce(nullif(?, ''), catalog_name)))"
                + " OR (? = '' AND lower(catalog_name) = lower(?))",
            List.of(last, catalog, catalog, last))
        .isEmpty();
  }

  @Override
  public boolean hasTable(Database database, String name) {
    return !database
        .rows(
            "SELECT 1 FROM information_schema.tables WHERE table_name = ?"
                + " AND table_schema = current_schema() AND table_catalog = current_database()",
            List.of(name))
        .isEmpty();
  }

  @Override
  public Optional<Connection> another(Connection connection) throws SQLException {
    Connection another = connection.unwrap(DuckDBConnection.class).duplicate();
    try (Statement statement = another.createStatement()) {
      statement.execute("SET errors_as_json = false"); // its errors are read by people
    }
    return Optional.of(another);
  }

  /** Where statements are each for themselves, each has a transaction of its own. */
  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    long earlier = transaction(connection);
    return transaction(connection) == earlier;
  }

  private static long transaction(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet told = statement.executeQuery("SELECT txid_current()")) {
      told.next();
      return told.getLong(1);
    }
  }

  @Override
  public QueryRows rows(
      Database database, String query, List<ReadColumn> columns, RowsWanted wanted) {
    return DuckDbReading.of(database, query, columns, wanted);
  }

  @Override
  public OutputTable output(
      Database database, String query, List<String> target, List<OutputTable.Column> added) {
    return DuckDbOutputTable.begin(database, query, target, added);
  }

  @Override
  public void write(
      Database database, List<String> target, Table table, Map<Integer, BitSet> present) {
    new DuckDbTableWriter(database).write(target, table, present);
  }

  @Override
  public Optional<String> replacement(String table, List<String> columns) {
    return Optional.of(Dialect.insertion(REPLACE, table, columns));
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String text = String.valueOf(error.getMessage());
    String message = text;
    int position = -1;
    int brace = text.indexOf('{');
    if (brace >= 0 && text.endsWith("}")) {
      try {
        JsonNode told = json.readTree(text.substring(brace));
        message =
            told.path("exception_type").asText("Database")
                + " Error: "
                + told.path("exception_message").asText(text).strip();
        position = told.path("position").asInt(-1);
      } catch (JsonProcessingException notJson) {
        // Then the message stands as it is.
      }
    }
    return isConflict(message, sql)
        ? DatabaseException.conflict(NUL.matcher(message).replaceAll("."), error)
        : new DatabaseException(message, utf16Offset(sql, position), error);
  }

  /**
   * After a fatal error, such as a checkpoint without room, DuckDB refuses all until it is opened.
   */
  @Override
  public boolean isLost(SQLException error) {
    String text = String.valueOf(error.getMessage());
    return text.contains("database has been invalidated") || FATAL.matcher(text).find();
  }

  @Override
  public boolean isFull(SQLException error) {
    String text = String.valueOf(error.getMessage());
    return text.contains("No space left on device")
        || text.contains("not enough space on the disk");
  }

  /**
   * A key that an earlier row has is replaced: if it is in the way, another session wrote it now.
   * What fails when a statement commits by itself is told in words and not as JSON.
   */
  private static boolean isConflict(String message, String sql) {
    return message.startsWith("TransactionContext Error")
        ? message.contains("onflict") || message.contains("duplicate key")
        : sql.startsWith(REPLACE) && message.startsWith("Constraint Error: Duplicate key");
  }

  /** DuckDB counts bytes of UTF-8. */
  private static int utf16Offset(String sql, int bytes) {
    if (bytes < 0) {
      return -1;
    }
    byte[] all = sql.getBytes(StandardCharsets.UTF_8);
    return new String(all, 0, Math.min(bytes, all.length), StandardCharsets.UTF_8).length();
  }

  @Override
  public DatabaseException unreachable(SQLException error, DataSource source) {
    String text = refused(error, "").getMessage();
    Matcher holder = HOLDER.matcher(text);
    if (holder.find()) {
      return new DatabaseException(
          "another process holds "
              + source
              + ": "
              + holder.group(1)
              + " (process "
              + holder.group(2)
              + "). Stop it (in Jupyter: shut down the other notebook's kernel), or choose another"
              + " file by setting "
              + DataSource.VARIABLE
              + " to duckdb:///path/file.duckdb, or to duckdb://:memory: for a database that is"
              + " gone with the kernel",
          error);
    }
    return new DatabaseException(
        "cannot open "
            + source
            + ": "
            + text
            + ". Choose another file by setting "
            + DataSource.VARIABLE
            + " to duckdb:///path/file.duckdb, or to duckdb://:memory:",
        error);
  }
}
