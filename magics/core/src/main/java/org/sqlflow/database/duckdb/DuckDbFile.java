package org.sqlflow.database.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * Opens a database file by its path. The driver reads what follows a semicolon in its URL as
 * options, and DuckDB loses its log in a folder with a question mark and takes a backslash for a
 * slash. A path relative to the working directory has none of the folder's characters.
 */
final class DuckDbFile {
  private static final String URL = "jdbc:duckdb:";
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private DuckDbFile() {}

  /**
   * Opens or makes a file; one that exists and must not be written, or lies in such a folder, is
   * opened to be read only.
   */
  static Connection open(Path file, Properties properties) throws SQLException {
    checkName(file);
    checkNoSqlite(file);
    boolean readOnly =
        Files.exists(file)
            && !(Files.isWritable(file) && Files.isWritable(file.toAbsolutePath().getParent()));
    return DuckDBConnection.newConnection(URL + path(file), readOnly, null, properties);
  }

  private static Path path(Path file) {
    Path working = Path.of("").toAbsolutePath();
    boolean isOrdinary = file.toString().indexOf(';') < 0 && isText(file);
    return !isOrdinary && file.startsWith(working) ? working.relativize(file) : file;
  }

  /** Whether the path's bytes are a text of the system's encoding: others come back as signs. */
  private static boolean isText(Path file) {
    return Files.isDirectory(file.toAbsolutePath().getParent());
  }

  private static void checkName(Path file) throws SQLException {
    boolean isBackslash = file.getFileSystem().getSeparator().equals("/");
    for (String sign : new String[] {"?", isBackslash ? "\\" : "?", ";"}) {
      boolean isHere = (sign.equals(";") ? path(file) : file).toString().contains(sign);
      if (isHere) {
        throw new SQLException(
            "DuckDB cannot keep a database where the name of a folder or of the file has a '"
                + sign
                + "': rename it");
      }
    }
    boolean isMissing = !isText(file) && path(file).equals(file);
    if (isMissing) {
      throw new SQLException(
          "there is no folder "
              + file.toAbsolutePath().getParent()
              + ": create it. If it is there, its name is no text of the system's encoding: rename"
              + " it");
    }
  }

  /** DuckDB would look for its extension for SQLite in the network. */
  private static void checkNoSqlite(Path file) throws SQLException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream content = Files.newInputStream(file)) {
      if (Arrays.equals(content.readNBytes(SQLITE.length), SQLITE)) {
        throw new SQLException(
            "it is a database of SQLite. Open another file, and in it INSTALL sqlite; ATTACH '"
                + file.toString().replace("'", "''")
                + "' AS old (TYPE sqlite) reads this one");
      }
    } catch (IOException unreadable) {
      // DuckDB says why.
    }
  }
}
