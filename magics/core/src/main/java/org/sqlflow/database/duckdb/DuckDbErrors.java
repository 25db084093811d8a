package org.sqlflow.database.duckdb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.FileInUseException;
import org.sqlflow.database.spi.Errors;
import org.sqlflow.text.Text;

/** DuckDB's errors, as the setting errors_as_json gives them. */
final class DuckDbErrors implements Errors {
  /** Separates the parts of names in some messages. */
  private static final Pattern NUL = Pattern.compile("\0|\\\\0");

  private static final Pattern FATAL =
      Pattern.compile(
          "^FATAL Error|\"exception_type\"\\s*:\\s*\"FATAL\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOLDER =
      Pattern.compile("Conflicting lock is held in (.+?) \\(PID (\\d+)\\)( by user (\\S+?))?\\.");

  /** A character beyond U+FFFF, as its bytes of UTF-8. */
  private static final Pattern SPLIT = Pattern.compile("[\u00f0-\u00f4][\u0080-\u00bf]{3}");

  /** What the driver says if a value does not fit into Java's memory. */
  private static final Pattern NO_ROOM =
      Pattern.compile("^(?:New\\w+Array error|Java heap space)", Pattern.CASE_INSENSITIVE);

  private static final Pattern NO_FILE =
      Pattern.compile("No files found that match the pattern \"([^\"]+)");

  private static final Pattern POSITION = Pattern.compile("[0-9]{1,9}");

  private final JsonMapper json = new JsonMapper();

  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String thrown = String.valueOf(error.getMessage());
    String text = joined(thrown);
    if (NO_ROOM.matcher(text).find()) {
      return new DatabaseException(
          Text.of(
              "a value takes more than is left of the %,d MB that this kernel has: select smaller"
                  + " values, or raise -Xmx in the kernel's kernel.json",
              Runtime.getRuntime().maxMemory() >> 20),
          error);
    }
    String message = text;
    int position = -1;
    int brace = text.indexOf('{');
    Map<String, String> parts = brace < 0 ? Map.of() : parts(text.substring(brace));
    if (parts.containsKey("exception_message")) {
      message =
          parts.getOrDefault("exception_type", "Database")
              + " Error: "
              + parts.get("exception_message").strip();
      position = position(parts.getOrDefault("position", ""));
    }
    return isConflict(message, sql)
        ? DatabaseException.conflict(NUL.matcher(message).replaceAll("."), error)
        : new DatabaseException(
            message, position < 0 ? file(message, sql) : utf16Offset(sql, position), error);
  }

  /**
   * The driver gives the four bytes of a character beyond U+FFFF as four characters, and cuts off
   * three at the end of the message for each.
   */
  private static String joined(String message) {
    return SPLIT
        .matcher(message)
        .replaceAll(
            bytes ->
                Matcher.quoteReplacement(
                    new String(
                        bytes.group().getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8)));
  }

  /** The fields of a JSON object whose end may be missing; empty if the text is not an object. */
  private Map<String, String> parts(String object) {
    Map<String, String> parts = new HashMap<>();
    boolean isWhole = object.endsWith("}");
    String last = "";
    try (JsonParser parser = json.createParser(isWhole ? object : closed(object))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        last = name;
        parts.put(name, parser.getValueAsString(""));
        parser.skipChildren();
      }
    } catch (IOException cutOff) {
      // The complete fields are kept.
    }
    if (!isWhole && last.equals("position")) {
      parts.remove(last);
    }
    return parts;
  }

  /** An object with the end of its last text, which was cut off; half an escape is left out. */
  private static String closed(String object) {
    int end = object.length();
    while (object.charAt(end - 1) == '\\') {
      end--;
    }
    boolean isHalf = (object.length() - end) % 2 == 1;
    return object.substring(0, object.length() - (isHalf ? 1 : 0)) + "\"}";
  }

  /** Where the SQL names a file that does not exist; -1 if the error is another one. */
  private static int file(String message, String sql) {
    Matcher missing = NO_FILE.matcher(message);
    return missing.find() ? sql.indexOf("'" + missing.group(1) + "'") : -1;
  }

  private static int position(String text) {
    return POSITION.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  /**
   * After a fatal error, such as a checkpoint on a full disk, the database must be opened again.
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
   * A replacing INSERT fails on a duplicate key only if another session has just written that key.
   * Errors of an automatic commit are not in JSON.
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
