package org.sqlflow.database.duckdb;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.session.BatchBuilder;
import org.sqlflow.database.session.RowReader;
import org.sqlflow.database.spi.Session;
import org.sqlflow.text.Text;

/**
 * A query's rows in a temporary table of the connection, in their order. DuckDB writes it to disk
 * beyond its memory limit, whereas its JDBC driver would hold a whole result in memory.
 */
final class SpooledQuery implements AutoCloseable {
  private final Session session;
  private final DuckDbMemory memory;
  private final String table;
  private final long first;
  private final long rows;
  private final String order;

  private SpooledQuery(
      Session session, DuckDbMemory memory, String table, long first, long rows, String order) {
    this.session = session;
    this.memory = memory;
    this.table = table;
    this.first = first;
    this.rows = rows;
    this.order = order;
  }

  /**
   * Runs a query.
   *
   * @param name of the table, unquoted
   * @param head of the SQL that gives the rows, before the query
   * @param tail of it, after the query
   */
  static SpooledQuery of(
      Session session, DuckDbMemory memory, String name, String head, String query, String tail) {
    String table = "temp.main." + name;
    session.run("DROP TABLE IF EXISTS " + table);
    String begin = "CREATE TEMP TABLE " + name + " AS " + head;
    try {
      memory.run(() -> session.run(begin + query + tail));
    } catch (DatabaseException error) {
      throw error.within(begin.length(), query.length());
    }
    List<Object> state =
        session
            .rows(
                "SELECT min(rowid), count(*), current_setting('preserve_insertion_order') FROM "
                    + table,
                List.of())
            .get(0);
    long first = state.get(0) == null ? 0 : ((Number) state.get(0)).longValue();
    // If scans keep the order, sorting would only double the time.
    String order = (Boolean) state.get(2) ? "" : " ORDER BY rowid";
    return new SpooledQuery(
        session, memory, table, first, ((Number) state.get(1)).longValue(), order);
  }

  String table() {
    return table;
  }

  long rows() {
    return rows;
  }

  /** An expression for the number of a row of the table, from 0, in the rows' order. */
  String rowNumber() {
    return Text.of("%s.rowid - %d", table.substring(table.lastIndexOf('.') + 1), first);
  }

  /** Whether {@link #rowNumber} counts the rows: no column of the query hides DuckDB's number. */
  boolean isNumbered() {
    return session.describe("SELECT * FROM " + table).names().stream()
        .noneMatch(DuckDbOutputTable.ROW_ID::equalsIgnoreCase);
  }

  /**
   * How many rows make a batch that is bounded in bytes.
   *
   * @param columns of the table
   */
  int batchRows(List<ColumnRead> columns) {
    String further =
        columns.stream()
            .filter(column -> column.form() != ColumnRead.Form.NUMBERS)
            .map(this::furtherBytes)
            .collect(Collectors.joining(" + "));
    long largest = 0;
    if (!further.isEmpty() && rows > 0) {
      String sql =
          Text.of(
              "SELECT max(bytes)::BIGINT FROM (SELECT sum(%s) AS bytes FROM %s"
                  + " GROUP BY (rowid - %d) // %d)",
              further, table, first, BatchBuilder.BLOCK);
      largest =
          memory.call(() -> ((Number) session.rows(sql, List.of()).get(0).get(0)).longValue());
    }
    return RowBatch.rowsFor(
        BatchBuilder.bytesPerRow(columns) + largest / Math.min(rows + 1, BatchBuilder.BLOCK));
  }

  private String furtherBytes(ColumnRead column) {
    String name = session.quote(column.column());
    return column.form() == ColumnRead.Form.LISTS
        ? Text.of("coalesce(len(%s), 0) * %d", name, Double.BYTES)
        : Text.of(
            "greatest(coalesce(strlen(%s::VARCHAR), 0) - %d, 0)",
            name, ColumnVector.TEXT_BYTES / 4);
  }

  /**
   * Reads rows in batches.
   *
   * @param columns of the table
   * @param reads how the batches call them
   * @param from the first row, from 0
   * @param end the row after the last
   * @param size rows of each batch but the last
   * @param reader takes each batch and may keep its arrays
   */
  void read(
      List<ColumnRead> columns,
      List<ColumnRead> reads,
      long from,
      long end,
      int size,
      Consumer<RowBatch> reader) {
    String selection = RowReader.selection(columns, session.dialect().text());
    long[] next = {from};
    Consumer<RowBatch> counting =
        batch -> {
          next[0] += batch.rows();
          reader.accept(batch);
        };
    if (DuckDbChunkReader.canRead(columns)) {
      DuckDbChunkReader chunks = new DuckDbChunkReader(reads);
      memory.run(
          () ->
              session.prepared(
                  select(selection, next[0], end),
                  List.of(),
                  statement -> {
                    chunks.read(statement, end - next[0], size, counting);
                    return true;
                  }));
    }
    // Reads the rows that were not read in chunks, or raises their error.
    RowReader rowwise = new RowReader(reads, session.dialect().types(), size);
    while (next[0] < end) {
      String sql = select(selection, next[0], Math.min(end, next[0] + size));
      counting.accept(
          memory.call(
              () ->
                  session.call(sql, statement -> rowwise.next(statement.executeQuery(sql), size))));
    }
  }

  private String select(String expressions, long from, long end) {
    return Text.of(
        "SELECT %s FROM %s WHERE rowid BETWEEN %d AND %d%s",
        expressions, table, first + from, first + end - 1, order);
  }

  @Override
  public void close() {
    session.run("DROP TABLE IF EXISTS " + table);
  }
}
