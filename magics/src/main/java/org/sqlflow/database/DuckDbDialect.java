package org.sqlflow.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/** DuckDB, the embedded default. */
final class DuckDbDialect implements Dialect {
  private static final Set<String> WHOLE =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "BIGNUM");
  private static final Pattern HOLDER =
      Pattern.compile("Conflicting lock is held in (.+?) \\(PID (\\d+)\\)( by user (\\S+?))?\\.");

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
  public String tables() {
    return """
    SELECT CASE WHEN table_catalog = current_database() THEN '' ELSE table_catalog || '.' END
             || table_schema,
           table_name,
           table_catalog = 'temp'
             OR (table_catalog = current_database() AND table_schema = current_schema())
    FROM information_schema.tables
    ORDER BY table_name\
    """;
  }

  @Override
  public String functions() {
    return """
    SELECT DISTINCT function_name FROM duckdb_functions()
    WHERE function_type <> 'pragma' AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
    ORDER BY function_name\
    """;
  }

  @Override
  public Connection another(Connection connection, DataSource source) throws SQLException {
    Connection another = connection.unwrap(DuckDBConnection.class).duplicate();
    try (Statement statement = another.createStatement()) {
      statement.execute("SET errors_as_json = false"); // its errors are read by people
    }
    return another;
  }

  @Override
  public QueryColumn.Kind kind(String typeName) {
    String type = typeName.toUpperCase(Locale.ROOT);
    if (type.endsWith("]")) {
      return switch (kind(type.substring(0, type.lastIndexOf('[')))) {
        case WHOLE, REAL, BOOLEAN -> QueryColumn.Kind.LIST;
        default -> QueryColumn.Kind.OTHER;
      };
    }
    if (WHOLE.contains(type)) {
      return QueryColumn.Kind.WHOLE;
    }
    if (type.equals("FLOAT") || type.equals("DOUBLE") || type.startsWith("DECIMAL")) {
      return QueryColumn.Kind.REAL;
    }
    if (type.equals("BOOLEAN")) {
      return QueryColumn.Kind.BOOLEAN;
    }
    if (type.equals("VARCHAR") || type.startsWith("ENUM")) {
      return QueryColumn.Kind.TEXT;
    }
    boolean time = type.startsWith("DATE") || type.startsWith("TIME") || type.equals("INTERVAL");
    return time ? QueryColumn.Kind.TIME : QueryColumn.Kind.OTHER;
  }

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String text = String.valueOf(error.getMessage());
    int brace = text.indexOf('{');
    if (brace >= 0 && text.endsWith("}")) {
      try {
        JsonNode told = json.readTree(text.substring(brace));
        String message =
            told.path("exception_type").asText("Database")
                + " Error: "
                + told.path("exception_message").asText(text).strip();
        if (message.startsWith("TransactionContext Error")
            && (message.contains("onflict") || message.contains("duplicate key"))) {
          return DatabaseException.conflict(message.replace('\0', '.'), error);
        }
        int offset = utf16Offset(sql, told.path("position").asInt(-1));
        return new DatabaseException(message, offset, error);
      } catch (JsonProcessingException notJson) {
        // Then the message stands as it is.
        return new DatabaseException(text, error);
      }
    }
    return new DatabaseException(text, error);
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
