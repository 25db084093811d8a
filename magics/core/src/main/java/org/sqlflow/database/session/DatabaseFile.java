package org.sqlflow.database.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlflow.database.DatabaseException;

/**
 * The file of an embedded database, as it was opened. Where the system lets an open file be
 * deleted, writing to it goes on, and everything is lost when it is closed.
 *
 * @param key what distinguishes the file from a later one of its name
 */
record DatabaseFile(Path path, Object key) {
  /**
   * Statements that write to the file. Those that write temporary tables or only read are allowed,
   * so that what can still be read can be saved.
   */
  private static final Pattern WRITES =
      Pattern.compile(
          "(CREATE\\s++(?!TEMP|OR\\s++REPLACE\\s++TEMP)|INSERT\\b|UPDATE\\b|DELETE\\b|MERGE\\b"
              + "|ALTER\\b|TRUNCATE\\b|IMPORT\\b|VACUUM\\b|CHECKPOINT\\b|FORCE\\b|COMMENT\\b"
              + "|COPY\\s++[^\\s(]++\\s*+(\\([^)]*+\\)\\s*+)?FROM\\b|COPY\\s++FROM\\s++DATABASE\\b"
              + "|DROP\\s++\\w++\\s++(?!IF\\s++EXISTS\\s++temp\\.))",
          Pattern.CASE_INSENSITIVE);

  /** How statements begin that may contain a writing statement. */
  private static final Pattern MAY_CONTAIN_WRITE =
      Pattern.compile("(WITH|EXPLAIN\\s++ANALYZE)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern CONTAINED_WRITE =
      Pattern.compile(
          "\\b(INSERT\\s++INTO|UPDATE\\s++\\S++\\s++SET|DELETE\\s++FROM|MERGE\\s++INTO"
              + "|CREATE\\s++TABLE)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_START = 100;

  /** A file that is open; empty where the system has no keys of files, or it cannot be seen. */
  static Optional<DatabaseFile> of(Optional<Path> file) {
    return file.flatMap(path -> key(path).map(key -> new DatabaseFile(path, key)));
  }

  private static Optional<Object> key(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * Checks that what a statement writes will be found again.
   *
   * @throws DatabaseException if the statement writes, and the file is gone or was replaced
   */
  void checkPresent(String sql) {
    int start = start(sql);
    String words = sql.substring(start, Math.min(sql.length(), start + LONGEST_START));
    boolean writes =
        WRITES.matcher(words).lookingAt()
            || (MAY_CONTAIN_WRITE.matcher(words).lookingAt()
                && CONTAINED_WRITE.matcher(sql).find());
    if (!writes) {
      return;
    }
    Optional<Object> found = key(path);
    if (!found.equals(Optional.of(key))) {
      throw new DatabaseException(
          "the database file "
              + path
              + (found.isEmpty() ? " was deleted" : " was replaced by another")
              + " while it was open, so nothing can be stored in it. Its tables can still be read:"
              + " save them (EXPORT DATABASE '"
              + saved("sqlflow-saved")
              + "', or COPY my_table TO '"
              + saved("my_table.csv")
              + "'), then restart the kernel",
          null);
    }
  }

  /** A path in the home directory, since the folder of the file may be gone too. */
  private static String saved(String name) {
    return Path.of(System.getProperty("user.home"), name).toString().replace("'", "''");
  }

  /** The offset of the first word, after blanks and comments. */
  private static int start(String sql) {
    int at = 0;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else {
        return at;
      }
    }
    return at;
  }
}
