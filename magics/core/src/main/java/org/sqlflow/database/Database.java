package org.sqlflow.database;

import java.sql.Connection;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.text.SqlNames;
import tech.tablesaw.api.Table;

/**
 * A connection to the user's database. Used by one thread at a time; only {@link #cancel} may be
 * called from another. Methods throw {@link DatabaseException} if the database refuses.
 */
public interface Database extends AutoCloseable {
  /** Where the database is. Shows no password. */
  DataSource source();

  /** The database's name and version, in its own words. */
  String product();

  /** Whether the connection was lost: then only {@link #reconnect} and {@link #close} work. */
  boolean isLost();

  /**
   * Connects again to the same source, password included. Settings that SQLFlow makes apply again;
   * temporary tables and the user's own settings are gone.
   *
   * @throws DatabaseException if it fails; the connection then stays lost
   */
  void reconnect();

  /**
   * What would be lost if the connection were closed and another one opened, such as "the temporary
   * table t"; empty if nothing would. Asked of embedded databases only.
   */
  Optional<String> lossOnRelease();

  /**
   * Closes the connection, so that another process can open the file of an embedded database. After
   * that only {@link #reconnect}, which restores the settings, and {@link #close} work.
   */
  void release();

  /** Whether {@link #release} closed the connection. */
  boolean isReleased();

  /** A name as the database reads it without quotes, such as in lower case. */
  String folded(String name);

  /** A name in quotes, which this database reads exactly as it is. */
  String quote(String name);

  /** A name of several parts, such as a schema and a table, each in quotes. */
  default String quote(List<String> parts) {
    return String.join(".", parts.stream().map(this::quote).toList());
  }

  /** How names are written in advice and by completion; usable from any thread. */
  default SqlNames names() {
    return new SqlNames(this::quote, this::folded);
  }

  /** How this database writes the expressions of a SELECT. */
  ExpressionText expressions();

  /** A text as a literal of this connection. */
  default String literal(String text) {
    String escaped = backslashEscapes() ? text.replace("\\", "\\\\") : text;
    return "'" + escaped.replace("'", "''") + "'";
  }

  /**
   * An expression that reads texts such as {@code -12.5e3} as numbers, and gives NULL for others
   * where the database can.
   *
   * @param text an expression whose values are texts
   */
  String number(String text);

  /** Whether queries read files, such as {@code SELECT * FROM 'a.csv'}. */
  boolean readsFiles();

  /** Whether a backslash in a string such as {@code 'a\'b'} escapes the next character. */
  boolean backslashEscapes();

  /** Whether comments nest, as in {@code /* a /* b *}{@code / c *}{@code /}. */
  boolean nestsComments();

  /**
   * From how many rows on predictions that SQL can express are computed in the database, by {@link
   * #create}, instead of in this process. A database may take longer to plan a large model than
   * this process takes to predict a few rows.
   *
   * @param terms how many numbers of the model the SQL contains
   * @return 0 for any number of rows; empty if this process computes all predictions
   */
  default OptionalLong fewestRowsToScore(long terms) {
    return OptionalLong.empty();
  }

  /**
   * Whether training on more rows than fit into memory uses aggregates that the database computes.
   */
  default boolean trainsRows() {
    return false;
  }

  /**
   * Keeps a query's rows in the database for several passes over them, until {@link #drop}. Only
   * this connection sees them.
   *
   * @param name of a table that does not exist
   */
  void keep(String name, String query);

  /**
   * The same in a random order within each partition, for work by batches.
   *
   * @param mostPartitions partitions are joined until there are no more
   * @param seed of the order
   */
  default void keepShuffled(String name, String query, int mostPartitions, long seed) {
    keep(name, query);
  }

  /**
   * Runs work on the partitions of rows, where they are.
   *
   * @param select its columns are numbers in single precision, the first that of the partition
   * @param work serializable; needs nothing but {@code org.sqlflow.executor} and the JDK
   * @return the results of partitions that have rows, in no order
   * @throws DatabaseException if the work fails
   * @throws UnsupportedOperationException if the database computes by SQL alone
   */
  default List<byte[]> onPartitions(String select, Function<Iterator<float[]>, byte[]> work) {
    throw new UnsupportedOperationException("this database computes by SQL alone");
  }

  /** Why {@link #onPartitions} does not work here; empty if it does. */
  default Optional<String> obstacleToWork() {
    return Optional.of("this database computes by SQL alone");
  }

  /** Drops the rows that {@link #keep} kept. */
  void drop(String name);

  /**
   * Creates a table from a query that computes predictions, or replaces an earlier one of its name,
   * whole or not at all. Only where {@link #fewestRowsToScore} is not empty. Errors have their
   * offset in the query.
   *
   * @param predicted whether to mark it as {@link StoredTable#predicted}
   */
  void create(List<String> target, String query, boolean predicted);

  /** Whether models are stored in this database, beside the tables. */
  default boolean storesModels() {
    return true;
  }

  /** The database's names of types. */
  StoredTypes storedTypes();

  /**
   * The most bytes that a statement with its parameters can have; empty if there is no limit of
   * practical size. A driver may escape binary parameters, which then take up to twice their size.
   */
  OptionalLong maxStatementBytes();

  /** The state of the transaction that the user may have begun by SQL. */
  TransactionState transaction();

  /** Runs any statement and reads its whole result. */
  Answer execute(String sql);

  /**
   * Runs a query and reads the first rows of its result: about {@code rows}, fewer if they are
   * wide. Where possible, the database computes only what these rows need.
   *
   * @param query must change nothing, since it may run again for the other rows
   */
  Answer executeFirst(String query, int rows);

  /**
   * Runs a query and passes all its rows on, so that they need not fit into memory at once. The
   * answer has the first part.
   *
   * @param query must change nothing
   * @param rows about how many a part has; fewer if they are wide
   * @param parts gets at least one part, which may have no rows
   */
  Answer executeInParts(String query, int rows, Consumer<QueryTable> parts);

  /** Runs a statement whose result is ignored. */
  void run(String sql);

  /**
   * Runs a statement with parameters: strings, numbers, byte arrays or null.
   *
   * @return how many rows it changed
   */
  long update(String sql, List<?> parameters);

  /** Writes a row in place of the row with the same key, which is the first of the columns. */
  void replace(String table, List<String> columns, List<?> values);

  /**
   * Runs several updates as one: all of them take effect, or none if the work throws. Within a
   * transaction that the user began they become a part of it. Where CREATE TABLE ends a
   * transaction, as in MariaDB, the work must not contain any.
   */
  void atomically(Runnable work);

  /** The rows of a query with parameters, each a list of objects. */
  List<List<Object>> rows(String sql, List<?> parameters);

  /** The columns of a query, which is prepared but does not run. */
  Schema describe(String query);

  /**
   * Some columns of a query's rows, in the order of the rows. The query runs once, here or when the
   * source is read; DuckDB runs it again if the result is much larger than it estimated, or needs
   * more memory than expected. The source must be closed before the database is used otherwise.
   *
   * @param reads as {@link ColumnRead#in} resolves them
   * @param limit which rows will be read
   */
  RowSource read(String query, List<ColumnRead> reads, RowLimit limit);

  /**
   * Whether {@link RowLimit#about} saves reading the other rows, so that it pays to run the query
   * once more just to count them. Elsewhere {@link #read} gives all rows.
   */
  boolean samplesRows();

  /** Whether SQL can call Java functions. */
  boolean callsJava();

  /**
   * Makes a Java function callable from SQL until the connection is closed. Does nothing if a
   * function of that name is registered already. Only where the database {@link #callsJava}.
   */
  void register(RowFunction function);

  /** How many rows a query has. The query runs. */
  long count(String query);

  /**
   * Begins a table of a query's rows with added columns. It replaces {@code target} when it is
   * complete, and is marked as {@link StoredTable#predicted} where tables have comments.
   */
  OutputTable output(String query, List<String> target, List<OutputColumn> added);

  /**
   * Begins columns of a table, for all of its rows. They are added to it, or replace its columns of
   * the same names, when they are complete. All else of the table stays, except for {@link
   * #lostByExtending}.
   *
   * @param table as {@link #table} found it
   * @param reads all columns that will be read, as {@link ColumnRead#in} resolves them
   */
  OutputTable extend(StoredTable table, List<ColumnRead> reads, List<OutputColumn> added);

  /**
   * Creates a view in place of an earlier one of its name, whole or not at all, and marks it as
   * {@link StoredTable#predicted} where the database can.
   *
   * @param query the view's SELECT
   * @param predictions those of its columns that hold predictions
   */
  void view(List<String> target, String query, List<OutputColumn> predictions);

  /**
   * What {@link #extend} cannot keep of a table, in words such as "its primary key"; empty if it
   * keeps everything.
   */
  List<String> lostByExtending(StoredTable table);

  /**
   * The table or view that a query reads by a name.
   *
   * @param parts the table's name, after its schema or catalog and schema if they are written; as
   *     the database stores them
   */
  Optional<StoredTable> table(List<String> parts);

  /**
   * Writes a table in place of an earlier one of its name, whole or not at all.
   *
   * @param present by column index, the rows whose value is not NULL although Tablesaw counts it as
   *     missing
   */
  default void write(List<String> target, Table table, Map<Integer, BitSet> present) {
    write(target, new QueryTable(table, present, List.of()));
  }

  /** The same with the types that columns of a result had in this database. */
  void write(List<String> target, QueryTable rows);

  /** Writes a table that only this connection sees, until {@link #dropTemporary}. */
  void writeTemporary(String name, QueryTable rows);

  /** Drops a table of {@link #writeTemporary}, with what depends on it. */
  void dropTemporary(String name);

  /** Whether a schema exists; its name has one part, or a catalog's name before it. */
  boolean hasSchema(List<String> parts);

  /** Whether a table of this name, written without quotes, is found by its name alone. */
  boolean hasTable(String name);

  /** The tables and views, in alphabetical order. */
  List<TableName> tables();

  /** The names of the functions that SQL can call, in alphabetical order. */
  List<String> functions();

  /**
   * A further connection to this database, for its caller to use and close. It sees what was
   * committed, and has separate temporary tables and settings.
   */
  Connection another();

  /** Stops the running statement, if any. Can be called from any thread. */
  void cancel();

  @Override
  void close();
}
