package org.sqlflow.database.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.session.BatchBuilder;
import org.sqlflow.database.spi.Session;

/**
 * Reads many rows of numbers by an SQL function that DuckDB calls with its chunks. They are decoded
 * on DuckDB's threads, and DuckDB builds no result, which takes half the time of {@link
 * DuckDbChunkReader}. Errors and cancellation end the query like any other. Safe to be called by
 * several of DuckDB's threads; used by one connection.
 */
final class NumberCollector {
  /** For fewer rows a function does not pay. */
  private static final int LEAST_ROWS = 32_768;

  private final String name = "sqlflow_collected_" + UUID.randomUUID().toString().replace("-", "");
  private Connection connection;
  private volatile Collected collected;

  /**
   * Whether the rows can be read this way and are so many that it pays. No function can be
   * registered within a transaction.
   */
  static boolean suits(Session session, List<ColumnRead> reads, double rows) {
    return rows >= LEAST_ROWS
        && !reads.isEmpty()
        && reads.stream().allMatch(read -> read.form() == ColumnRead.Form.NUMBERS)
        && !session.inTransaction();
  }

  /** The rows are not numbered without gaps. */
  static final class IncompleteException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The rows of one query so far. */
  private static final class Collected {
    private final List<ColumnRead> reads;
    private final int size;
    private final long most;
    private final Runnable check;
    private final ConcurrentHashMap<Integer, double[][]> batches = new ConcurrentHashMap<>();

    /** How many rows each chunk has, by the place of its first one. */
    private final ConcurrentSkipListMap<Long, Integer> chunks = new ConcurrentSkipListMap<>();

    private volatile boolean isFull;

    Collected(List<ColumnRead> reads, long mostBytes, Runnable check) {
      this.reads = reads;
      this.check = check;
      this.size = RowBatch.rowsFor(BatchBuilder.bytesPerRow(reads));
      this.most = mostBytes / BatchBuilder.bytesPerRow(reads);
    }

    /** Takes a chunk: for each row its number, from 1, and its values. */
    void take(DuckDBDataChunkReader chunk) {
      int count = (int) chunk.rowCount();
      if (count == 0) {
        return;
      }
      long first = (long) chunk.vector(0).getDouble(0) - 1;
      if ((long) chunk.vector(0).getDouble(count - 1L) != first + count) {
        throw new IllegalStateException("the rows of a chunk do not follow each other");
      }
      if (first + count > most) {
        isFull = true;
        throw new IllegalStateException("too many rows for the memory");
      }
      check.run();
      chunks.merge(first, count, Integer::sum);
      for (int done = 0; done < count; ) {
        int at = (int) ((first + done) % size);
        int part = Math.min(count - done, size - at);
        double[][] columns =
            batches.computeIfAbsent(
                (int) ((first + done) / size), batch -> new double[reads.size()][size]);
        for (int i = 0; i < columns.length; i++) {
          copy(chunk.vector(i + 1), done, columns[i], at, part);
        }
        done += part;
      }
    }

    private static void copy(
        DuckDBReadableVector from, int first, double[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = from.getDouble(first + i, Double.NaN);
      }
    }

    /** Whether each place up to the last one has one row. */
    boolean isComplete(long count) {
      long next = 0;
      for (Map.Entry<Long, Integer> chunk : chunks.entrySet()) {
        if (chunk.getKey() != next) {
          return false;
        }
        next += chunk.getValue();
      }
      return next == count;
    }

    BufferedRows rows(long count, boolean ordered) {
      BufferedRows rows = new BufferedRows(reads, ordered);
      List<String> names = reads.stream().map(ColumnRead::column).toList();
      for (long from = 0; from < count; from += size) {
        double[][] columns = batches.remove((int) (from / size));
        rows.add(
            new RowBatch(
                (int) Math.min(size, count - from),
                names,
                List.of(columns).stream().map(ColumnVector.Doubles::new).toList()));
      }
      return rows;
    }
  }

  /** A query for the number of rows that the function has taken. */
  String head(int columns) {
    return head(columns, "row_number() OVER ()");
  }

  /**
   * The same where the rows come with their numbers in the table, {@value Selection#ROW}: several
   * of DuckDB's threads scan it then.
   */
  String headOfTable(int columns) {
    return head(columns, Selection.ROW + " + 1");
  }

  private String head(int columns, String number) {
    return "SELECT count(*), count("
        + name
        + "(n"
        + columns(columns)
        + ")) FROM (SELECT ("
        + number
        + ")::DOUBLE AS n, * FROM (";
  }

  private static String columns(int count) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < count; i++) {
      columns.append(", ").append(Selection.name(i));
    }
    return columns.toString();
  }

  /**
   * Runs a query that {@link #head} or {@link #headOfTable} begins. Empty if the rows take more
   * than so many bytes.
   *
   * @throws IncompleteException if the numbers of rows in the table have gaps, as after a DELETE
   * @param ordered see {@link org.sqlflow.data.RowSource#isOrdered}
   */
  Optional<BufferedRows> collect(
      Session session, List<ColumnRead> reads, String sql, long mostBytes, boolean ordered) {
    Collected rows = new Collected(reads, mostBytes, () -> {});
    return collect(
        rows,
        ordered,
        () ->
            session.call(
                sql,
                statement -> {
                  register(session.connection());
                  try (ResultSet result = statement.executeQuery(sql)) {
                    result.next();
                    return result.getLong(1);
                  }
                }));
  }

  /**
   * The same with a query for each part of a table, all at the same time. Empty also if its parts
   * cannot be read in the same state.
   *
   * @param table its full name in SQL
   * @param threads how many DuckDB has
   */
  Optional<BufferedRows> collect(
      Session session,
      List<ColumnRead> reads,
      String table,
      List<String> parts,
      int threads,
      long mostBytes,
      boolean ordered) {
    Collected rows = new Collected(reads, mostBytes, session::checkCancelled);
    return session.call(
        parts.get(0),
        idle -> {
          register(session.connection());
          Optional<SharedSnapshot> opened =
              SharedSnapshot.open(session, table, parts.size(), threads);
          if (opened.isEmpty()) {
            return Optional.empty();
          }
          try (SharedSnapshot snapshot = opened.get()) {
            return collect(rows, ordered, () -> snapshot.sum(parts));
          }
        });
  }

  private Optional<BufferedRows> collect(Collected rows, boolean ordered, LongSupplier query) {
    collected = rows;
    try {
      long count = query.getAsLong();
      if (!rows.isComplete(count)) {
        throw new IncompleteException();
      }
      return Optional.of(rows.rows(count, ordered));
    } catch (RuntimeException error) {
      if (rows.isFull) {
        return Optional.empty();
      }
      throw error;
    } finally {
      collected = null;
    }
  }

  private void register(Connection current) throws SQLException {
    if (connection == current) {
      return;
    }
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction();
        DuckDBLogicalType number = DuckDBLogicalType.of(DuckDBColumnType.DOUBLE)) {
      builder
          .withName(name)
          .withVarArgs(number)
          .withReturnType(DuckDBColumnType.BOOLEAN)
          .withVolatile()
          .withVectorizedFunction(this::take)
          .register(current);
    }
    connection = current;
  }

  /** Writes no result, which costs a lock for each row: the driver makes all rows NULL. */
  private void take(DuckDBDataChunkReader chunk, DuckDBWritableVector into) {
    collected.take(chunk);
  }
}
