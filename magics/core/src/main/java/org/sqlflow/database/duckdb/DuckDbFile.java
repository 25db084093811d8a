package org.sqlflow.database.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * Opens a database file by its path. The driver takes what follows a semicolon in its URL for
 * options; DuckDB loses its log in a folder whose name has a question mark, and takes a backslash
 * for a slash. A path relative to the working directory avoids the characters of the folders above.
 */
final class DuckDbFile {
  private static final String URL = "jdbc:duckdb:";
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private DuckDbFile() {}

  /**
   * Opens a file, or creates it. An existing file that is not writable, or whose folder is not, is
   * opened read-only.
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

  /**
   * Whether the system's encoding can represent the path: otherwise Java cannot find the folder by
   * it.
   */
  private static boolean isText(Path file) {
    return Files.isDirectory(file.toAbsolutePath().getParent());
  }

  private static void checkName(Path file) throws SQLException {
    boolean isBackslash = !file.getFileSystem().getSeparator().equals("\\"); // else a separator
    for (String refused : isBackslash ? List.of("?", "\\", ";") : List.of("?", ";")) {
      Path checked = refused.equals(";") ? path(file) : file;
      if (checked.toString().contains(refused)) {
        throw new SQLException(
            "DuckDB cannot keep a database where the name of a folder or of the file has a '"
                + refused
                + "': rename it");
      }
    }
    boolean isMissing = !isText(file) && path(file).equals(file);
    if (isMissing) {
      throw new SQLException(
          "there is no folder "
              + file.toAbsolutePath().getParent()
              + ": create it. If it is there, its name is not valid in the system's encoding:"
              + " rename it");
    }
  }

  /** DuckDB would try to download its SQLite extension. */
  private static void checkNoSqlite(Path file) throws SQLException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream content = Files.newInputStream(file)) {
      if (Arrays.equals(content.readNBytes(SQLITE.length), SQLITE)) {
        throw new SQLException(
            "it is an SQLite database. Open another file, and run there INSTALL sqlite; ATTACH '"
                + file.toString().replace("'", "''")
                + "' AS old (TYPE sqlite) to read this one");
      }
    } catch (IOException unreadable) {
      // DuckDB says why.
    }
  }
}
