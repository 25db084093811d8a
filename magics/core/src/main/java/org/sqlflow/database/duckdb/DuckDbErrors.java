package org.sqlflow.database.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.FileInUseException;
import org.sqlflow.database.spi.Errors;

/** DuckDB's errors, as the setting errors_as_json gives them. */
final class DuckDbErrors implements Errors {
  /** Between the parts of names in some messages. */
  private static final Pattern NUL = Pattern.compile("\0|\\\\0");

  private static final Pattern FATAL =
      Pattern.compile(
          "^FATAL Error|\"exception_type\"\\s*:\\s*\"FATAL\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOLDER =
      Pattern.compile("Conflicting lock is held in (.+?) \\(PID (\\d+)\\)( by user (\\S+?))?\\.");

  private final JsonMapper json = new JsonMapper();

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String text = String.valueOf(error.getMessage());
    String message = text;
    int position = -1;
    int brace = text.indexOf('{');
    if (brace >= 0 && text.endsWith("}")) {
      try {
        JsonNode parts = json.readTree(text.substring(brace));
        message =
            parts.path("exception_type").asText("Database")
                + " Error: "
                + parts.path("exception_message").asText(text).strip();
        position = parts.path("position").asInt(-1);
      } catch (JsonProcessingException notJson) {
        // Then the message stays as it is.
      }
    }
    return isConflict(message, sql)
        ? DatabaseException.conflict(NUL.matcher(message).replaceAll("."), error)
        : new DatabaseException(message, utf16Offset(sql, position), error);
  }

  /** After a fatal error, such as a checkpoint without room, the database must be opened again. */
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
   * A statement that replaces meets no existing keys, except those that another session has just
   * written. Errors of an automatic commit are not in JSON.
   */
  private static boolean isConflict(String message, String sql) {
    return message.startsWith("TransactionContext Error")
        ? message.contains("onflict") || message.contains("duplicate key")
        : sql.startsWith(DuckDbDialect.REPLACE)
            && message.startsWith("Constraint Error: Duplicate key");
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
      return new FileInUseException(
          "another process uses "
              + source
              + ": "
              + holder.group(1)
              + " (process "
              + holder.group(2)
              + "). Stop it, or choose another database: %sqlflow --connect duckdb://second.duckdb"
              + " for this session, or "
              + DataSource.VARIABLE
              + " = duckdb:///path/file.duckdb for the kernel",
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

  @Override
  public boolean hidesPasswords() {
    return true;
  }
}
