package org.sqlflow.magic;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DataSource;
import tech.tablesaw.api.Table;

/**
 * SQLFlow for JVM programs without Jupyter: runs SQL and trains models on one database.
 *
 * <p>Safe for use by several threads: one text runs at a time and others wait for it; {@link
 * #cancel} does not wait. Keep one object as long as the program needs the database, then close it.
 * It holds a connection, and has no static state.
 */
public final class Sqlflow implements AutoCloseable {
  private static final Pattern MAGIC = Pattern.compile("\\s*%%?sqlflow\\b");

  private final SqlflowMagic magic;
  private final Map<String, Optional<Object>> values = new ConcurrentHashMap<>();

  private Sqlflow(SqlflowMagic magic) {
    this.magic = magic;
  }

  /**
   * Connects to a database. The password of a URL without one is read from the environment variable
   * {@code SQLFLOW_PASSWORD}.
   *
   * @param url such as {@code duckdb://sales.duckdb}, {@code duckdb://:memory:}, {@code
   *     postgresql://user:password@host/database}, {@code mysql://user@host/database} or a JDBC
   *     URL; {@code ${NAME}} in it is an environment variable
   * @throws MagicException if the database can't be reached
   */
  public static Sqlflow connect(String url) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(DataSource.VARIABLE, url);
    return open(new SqlflowMagic(environment, Path.of("").toAbsolutePath()));
  }

  /**
   * Opens the DuckDB file {@code sqlflow.duckdb} of a folder, as notebooks in it do.
   *
   * @throws MagicException if the file can't be opened
   */
  public static Sqlflow inFolder(Path folder) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove(DataSource.VARIABLE);
    return open(new SqlflowMagic(environment, folder));
  }

  private static Sqlflow open(SqlflowMagic magic) {
    try {
      magic.database();
      return new Sqlflow(magic);
    } catch (RuntimeException refused) {
      magic.close();
      throw refused;
    }
  }

  /** The database and its product name, without a password. */
  public String database() {
    return magic.database();
  }

  /**
   * Runs statements.
   *
   * @param text statements with semicolons between them; a first line with {@code %%sqlflow} and
   *     its options is allowed
   * @return the result sets
   * @throws MagicException if a statement is wrong or the database refuses it
   * @throws java.util.concurrent.CancellationException after {@link #cancel}
   */
  public Result run(String text) {
    return run(text, CellListener.SILENT);
  }

  /**
   * Runs statements and reports what they show.
   *
   * @param listener receives reports and the progress of trainings
   * @see #run(String)
   */
  public Result run(String text, CellListener listener) {
    Matcher head = MAGIC.matcher(text);
    return head.lookingAt()
        ? magic.run(text, head.end(), variables(), listener)
        : magic.runStatements(text, variables(), listener);
  }

  private Variables variables() {
    return new Variables() {
      @Override
      public Optional<Object> value(String name) {
        return values.getOrDefault(name, Optional.empty());
      }

      @Override
      public List<String> tables() {
        return values.keySet().stream().filter(name -> table(name).isPresent()).sorted().toList();
      }

      @Override
      public boolean isNull(String name) {
        return values.containsKey(name) && value(name).isEmpty();
      }
    };
  }

  /** The last result set of statements. */
  public Table query(String text) {
    return run(text).table();
  }

  /**
   * Sets the value of {@code ${name}} in later texts; null is NULL. A Tablesaw table can be written
   * into the database by {@code %%sqlflow --persist name}.
   */
  public void set(String name, Object value) {
    values.put(name, Optional.ofNullable(value));
  }

  /** Stops the running statement soon, if there is one. Can be called from any thread. */
  public void cancel() {
    magic.cancel();
  }

  /** Stops the running statement and closes the connections. */
  @Override
  public void close() {
    magic.close();
  }
}
