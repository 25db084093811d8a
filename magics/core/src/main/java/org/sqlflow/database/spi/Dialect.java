package org.sqlflow.database.spi;

import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.RowFunction;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.TransactionState;

/**
 * What differs between databases: five roles, and how the connection behaves. A dialect serves one
 * connection. Used by one thread at a time, except for {@link #cancel}.
 */
public interface Dialect {
  /** How SQL is written. */
  SqlText text();

  /** What the types are. */
  SqlTypes types();

  /** What the database contains. */
  Catalogue catalogue();

  /** How tables are written. */
  Publishing publishing();

  /** What errors mean. */
  Errors errors();

  /**
   * The dialect adapted to the database that the connection reached; asked right after connecting.
   */
  default Dialect adapted(Connection connection) throws SQLException {
    return this;
  }

  /** Driver properties besides user and password. */
  default Map<String, String> properties() {
    return Map.of();
  }

  /** Statements that run once on a new connection. */
  default List<String> settings() {
    return List.of();
  }

  /**
   * Whether CREATE TABLE and DROP TABLE can be rolled back, and results are fetched in parts only
   * within a transaction.
   */
  default boolean isTransactional() {
    return false;
  }

  /**
   * A query for at most {@code rows} rows of another one, for drivers that read a whole result
   * whatever the statement's limit; empty where {@link Statement#setMaxRows} avoids reading the
   * rest.
   */
  default Optional<String> first(String query, int rows) {
    return Optional.empty();
  }

  /** Where the other query begins in that of {@link #first}. */
  default int placeInFirst() {
    return 0;
  }

  /**
   * Whether the driver makes Java objects of a whole block of rows at once, however large its
   * values are. Such a driver must be able to prepare any statement, and {@link #withTexts} is
   * asked.
   */
  default boolean fetchesBlocks() {
    return false;
  }

  /**
   * A query with the same rows, in which lists, structures and bytes are texts made by the
   * database: these become Java objects only when one is read. Empty if the query has no such
   * columns.
   *
   * @param result describes the query's columns
   */
  default Optional<String> withTexts(String query, ResultSetMetaData result) throws SQLException {
    return Optional.empty();
  }

  /** Where the other query begins in that of {@link #withTexts}. */
  default int placeInTexts() {
    return 0;
  }

  /** Whether a transaction that the user began by SQL is open. */
  default boolean inTransaction(Connection connection) throws SQLException {
    return false;
  }

  /** See {@link org.sqlflow.database.Database#transaction}. */
  default TransactionState transaction(Connection connection) throws SQLException {
    return inTransaction(connection) ? TransactionState.OPEN : TransactionState.NONE;
  }

  /** Whether a statement, run outside of a transaction, can begin one that stays open. */
  default boolean canBegin(String sql) {
    return true;
  }

  /** Undoes the transaction that is open, also after a commit that failed. */
  default void rollback(Connection connection) throws SQLException {
    connection.rollback();
  }

  /** How many rows of a long result to fetch at a time; 0 leaves that to the driver. */
  default int fetchSize() {
    return 0;
  }

  /**
   * Reads a query in the database's own way; empty to read it row by row from a cursor.
   *
   * @see org.sqlflow.database.Database#read
   */
  default Optional<RowSource> read(
      Session session, String query, List<ColumnRead> reads, RowLimit limit) {
    return Optional.empty();
  }

  /** See {@link org.sqlflow.database.Database#fewestRowsToScore}. */
  default OptionalLong fewestRowsToScore(long terms) {
    return OptionalLong.empty();
  }

  /** See {@link org.sqlflow.database.Database#trainsRows}. */
  default boolean trainsRows() {
    return false;
  }

  /** See {@link org.sqlflow.database.Database#keep}. */
  default void keep(Session session, String name, String query) {
    session.run("CREATE TEMPORARY TABLE " + session.quote(name) + " AS " + query);
  }

  /** See {@link org.sqlflow.database.Database#keepShuffled}. */
  default void keepShuffled(
      Session session, String name, String query, int mostPartitions, long seed) {
    keep(session, name, query);
  }

  /** See {@link org.sqlflow.database.Database#onPartitions}. */
  default List<byte[]> onPartitions(
      Session session, String select, Function<Iterator<float[]>, byte[]> work) {
    throw new UnsupportedOperationException("this database computes by SQL alone");
  }

  /** See {@link org.sqlflow.database.Database#obstacleToWork}. */
  default Optional<String> obstacleToWork(Session session) {
    return Optional.of("this database computes by SQL alone");
  }

  /** See {@link org.sqlflow.database.Database#drop}. */
  default void drop(Session session, String name) {
    session.run("DROP TABLE IF EXISTS " + session.quote(name));
  }

  /** See {@link org.sqlflow.database.Database#storesModels}. */
  default boolean storesModels() {
    return true;
  }

  /** See {@link org.sqlflow.database.Database#samplesRows}. */
  default boolean samplesRows() {
    return false;
  }

  /** See {@link org.sqlflow.database.Database#callsJava}. */
  default boolean callsJava() {
    return false;
  }

  /** See {@link org.sqlflow.database.Database#register}. */
  default void register(Connection connection, RowFunction function) throws SQLException {
    throw new SQLFeatureNotSupportedException("no Java functions");
  }

  /**
   * A condition that holds for a random share of rows, so that the database sends no others; empty
   * where it sends all. Asked only where a cursor reads rows and subqueries keep their order.
   *
   * @param share of the rows, from 0 to 1
   */
  default Optional<String> draw(double share, long seed) {
    return Optional.empty();
  }

  /** Stops a running statement. Called from any thread, and repeatedly. */
  default void cancel(Statement statement) throws SQLException {
    statement.cancel();
  }

  /** See {@link org.sqlflow.database.Database#lossOnRelease}. */
  default Optional<String> lossOnRelease(Session session) {
    return Optional.empty();
  }

  /** What a later connection needs to continue this one. */
  default Restoration restoration(Session session) {
    return Restoration.NONE;
  }

  /** A further connection, where it cannot be opened like the first one. */
  default Optional<Connection> another(Connection connection) throws SQLException {
    return Optional.empty();
  }

  /**
   * See {@link org.sqlflow.database.Database#maxStatementBytes}.
   *
   * @throws SQLException if the database refuses to say
   */
  default OptionalLong maxStatementBytes(Connection connection) throws SQLException {
    return OptionalLong.empty();
  }
}
