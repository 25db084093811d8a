package org.sqlflow.database;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Which database to connect to.
 *
 * @param jdbcUrl as a JDBC driver takes it; may hold a password
 * @param file the file of an embedded database
 */
public record DataSource(String jdbcUrl, Optional<Path> file) {
  /** The variable of the environment that chooses the database. */
  public static final String VARIABLE = "SQLFLOW_DATASOURCE";

  private static final String DUCKDB = "duckdb://";
  private static final String JDBC_DUCKDB = "jdbc:duckdb:";
  private static final String MEMORY = ":memory:";

  /** The file that is used when nobody chose a database. */
  public static DataSource inFolder(Path folder) {
    return ofFile(folder.resolve("sqlflow.duckdb"));
  }

  /**
   * Reads {@code duckdb:///path/file.duckdb}, {@code duckdb://file.duckdb} (in the folder), {@code
   * duckdb://:memory:} or a JDBC URL.
   *
   * @throws DatabaseException if the text is none of these
   */
  public static DataSource parse(String text, Path folder) {
    String url = text.strip();
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith(DUCKDB)) {
      return ofPath(url.substring(DUCKDB.length()), folder);
    }
    if (lower.startsWith(JDBC_DUCKDB)) {
      return ofPath(url.substring(JDBC_DUCKDB.length()), folder);
    }
    if (lower.startsWith("jdbc:")) {
      return new DataSource(url, Optional.empty());
    }
    throw new DatabaseException(
        "the data source begins with neither duckdb:// nor jdbc:. Set "
            + VARIABLE
            + " to duckdb:///path/file.duckdb, to duckdb://:memory: or to a JDBC URL",
        null);
  }

  private static DataSource ofPath(String path, Path folder) {
    if (path.isEmpty() || path.equals(MEMORY)) {
      return new DataSource(JDBC_DUCKDB, Optional.empty());
    }
    return ofFile(folder.resolve(path));
  }

  private static DataSource ofFile(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return new DataSource(JDBC_DUCKDB + whole, Optional.of(whole));
  }

  /** The URL's first part, without anything that could be a password. */
  @Override
  public String toString() {
    return file.map(Path::toString)
        .orElseGet(
            () ->
                jdbcUrl.equals(JDBC_DUCKDB)
                    ? "a DuckDB database in memory"
                    : jdbcUrl.replaceFirst("^(jdbc:[^:/?]*).*$", "$1 database"));
  }
}
