package org.sqlflow.database.spark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The methods of {@link Statement} and {@link java.sql.PreparedStatement} that SQLFlow calls, for
 * Spark. Its operations have a tag, by which another thread can stop them.
 */
final class SparkStatement {
  private static final String HEAD = "SELECT * FROM (";
  private static final String TAIL = "\n) AS source";

  private final SparkConnection connection;
  private final String prepared;
  private final List<Object> parameters = new ArrayList<>();
  private final String tag = SparkClient.newTag();
  private int mostRows;
  private boolean isFetchedInParts;
  private SparkResultSet result;

  SparkStatement(SparkConnection connection, String prepared) {
    this.connection = connection;
    this.prepared = prepared;
  }

  Connection getConnection() {
    return JdbcProxy.of(Connection.class, connection);
  }

  boolean execute(String sql) throws SQLException {
    closeResult();
    return connection
        .client()
        .tagged(
            tag,
            () -> {
              SparkDataset dataset = connection.client().sql(sql, parameters);
              List<SparkDataset.Field> fields = dataset.fields();
              if (fields.isEmpty()) {
                return false;
              }
              result = new SparkResultSet(fields, rows(sql, dataset, fields), mostRows);
              return true;
            });
  }

  /** All rows at once, unless they may be too many for the server. */
  private SparkRows rows(String sql, SparkDataset dataset, List<SparkDataset.Field> fields)
      throws SQLException {
    boolean isInternal = !prepared.isEmpty();
    boolean isLimited = mostRows > 0 && !isFetchedInParts;
    Optional<SparkRows> pieces =
        isInternal || isLimited
            ? Optional.empty()
            : SparkPieces.of(connection.client(), sql, dataset, fields, this::within);
    if (pieces.isPresent()) {
      return pieces.get();
    }
    return (mostRows > 0 ? dataset.limit(mostRows) : dataset).run(fields.size());
  }

  ResultSet executeQuery(String sql) throws SQLException {
    if (!execute(sql)) {
      throw new SQLException("this statement has no rows");
    }
    return getResultSet();
  }

  boolean execute() throws SQLException {
    return execute(prepared);
  }

  ResultSet executeQuery() throws SQLException {
    return executeQuery(prepared);
  }

  int executeUpdate() throws SQLException {
    execute(prepared);
    return 0;
  }

  /** The columns of the prepared query. It becomes a subquery, so that Spark refuses commands. */
  ResultSetMetaData getMetaData() throws SQLException {
    try {
      return JdbcProxy.of(
          ResultSetMetaData.class,
          new SparkColumns(connection.client().sql(HEAD + prepared + TAIL, parameters).fields()));
    } catch (SparkErrors.Located error) {
      throw error.after(HEAD);
    }
  }

  void setObject(int index, Object value) {
    SparkConnection.put(parameters, index, value);
  }

  void setBytes(int index, byte[] value) {
    SparkConnection.put(parameters, index, value);
  }

  ResultSet getResultSet() {
    return result == null ? null : JdbcProxy.of(ResultSet.class, result);
  }

  /** Spark does not say how many rows it changed. */
  int getUpdateCount() {
    return -1;
  }

  void setMaxRows(int rows) {
    mostRows = rows;
  }

  /** The server chooses the size of batches. */
  void setFetchSize(int rows) {
    isFetchedInParts = rows > 0;
  }

  void cancel() throws SQLException {
    connection.client().interrupt(tag);
  }

  /** Does work of this thread that {@link #cancel} stops too. */
  <T> T within(SparkClient.Work<T> work) throws SQLException {
    return connection.client().tagged(tag, work);
  }

  void close() throws SQLException {
    closeResult();
  }

  private void closeResult() throws SQLException {
    if (result != null) {
      result.close();
      result = null;
    }
  }
}
