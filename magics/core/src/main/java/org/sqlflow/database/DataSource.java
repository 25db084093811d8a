package org.sqlflow.database;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.text.Redactor;

/**
 * Which database to connect to. What it says of itself holds no password.
 *
 * @param jdbcUrl as a JDBC driver takes it; of the databases that SQLFlow knows, without user and
 *     password
 * @param user who connects, where that is told apart
 * @param password how the user proves it
 * @param file the file of an embedded database
 * @param shown as people are told of it
 */
public record DataSource(
    String jdbcUrl,
    Optional<String> user,
    Optional<String> password,
    Optional<Path> file,
    String shown) {
  /** The variable of the environment that chooses the database. */
  public static final String VARIABLE = "SQLFLOW_DATASOURCE";

  /** The variable of the environment that holds a password for URLs without one. */
  public static final String PASSWORD = "SQLFLOW_PASSWORD";

  static final String DUCKDB = "jdbc:duckdb:";

  /** The file that is used when nobody chose a database. */
  public static DataSource inFolder(Path folder) {
    return ofFile(folder.resolve("sqlflow.duckdb"));
  }

  /**
   * Reads {@code duckdb:///path/file.duckdb}, {@code duckdb://file.duckdb} (in the folder), {@code
   * duckdb://:memory:}, {@code postgresql://user:password@host:port/database?parameters}, {@code
   * mysql://} or {@code mariadb://} likewise, {@code mysql://user:password@tcp(host:port)/database}
   * or a JDBC URL.
   *
   * @throws DatabaseException if the text is none of these
   */
  public static DataSource parse(String text, Path folder) {
    return parse(text, folder, UnaryOperator.identity());
  }

  /**
   * The same with names in the URL's parts.
   *
   * @param values puts the values of names into a part
   */
  public static DataSource parse(String text, Path folder, UnaryOperator<String> values) {
    return new DataSourceReader(folder, values).read(text.strip());
  }

  static DataSource ofFile(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return embedded(DUCKDB + whole, Optional.of(whole), whole.toString());
  }

  static DataSource embedded(String jdbcUrl, Optional<Path> file, String shown) {
    return new DataSource(jdbcUrl, Optional.empty(), Optional.empty(), file, shown);
  }

  /** The same with a password. */
  public DataSource withPassword(String found) {
    return new DataSource(jdbcUrl, user, Optional.of(found), file, shown);
  }

  /** A text without this password, nor any in a URL. */
  String hidden(String text) {
    String named = text.replace(jdbcUrl, shown);
    return Redactor.redacted(
        password.filter(p -> !p.isBlank()).map(p -> named.replace(p, "***")).orElse(named));
  }

  @Override
  public String toString() {
    return shown;
  }
}
