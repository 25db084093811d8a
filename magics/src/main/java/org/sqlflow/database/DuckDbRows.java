package org.sqlflow.database;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.text.Text;

/**
 * Rows that DuckDB keeps. Its JDBC driver would hold the whole result of a query in memory, beyond
 * the limit that holds for the rest of DuckDB; a temporary table is written to disk beyond it.
 */
final class DuckDbRows implements QueryRows, KeptRows {
  private final List<ReadColumn> columns;
  private final DuckDbMemory memory;
  private final DuckDbKeptQuery rows;
  private final long count;
  private final Map<List<ReadColumn>, DuckDbBlocks> readers = new HashMap<>();

  private DuckDbRows(
      List<ReadColumn> columns, DuckDbMemory memory, DuckDbKeptQuery rows, long count) {
    this.columns = columns;
    this.memory = memory;
    this.rows = rows;
    this.count = count;
  }

  static DuckDbRows of(
      Database database, String query, List<ReadColumn> columns, RowsWanted wanted) {
    Dialect dialect = database.dialect();
    String selection =
        IntStream.range(0, columns.size())
            .mapToObj(i -> cast(dialect, columns.get(i)) + " AS " + place(i))
            .collect(Collectors.joining(", "));
    DuckDbMemory memory = DuckDbMemory.limit(database);
    try {
      DuckDbKeptQuery rows =
          DuckDbKeptQuery.of(
              database,
              memory,
              "sqlflow_read",
              "SELECT " + (columns.isEmpty() ? "1" : selection) + " FROM (",
              query,
              CursorRows.TAIL + part(wanted));
      long count = rows.rows() <= wanted.most() ? rows.rows() : database.count(query);
      return new DuckDbRows(columns, memory, rows, count);
    } catch (RuntimeException error) {
      memory.close();
      throw error;
    }
  }

  private static String part(RowsWanted wanted) {
    if (wanted.share() < 1) {
      // Hashes go from 0 to below 2^64.
      BigInteger below = new BigDecimal(Math.scalb(wanted.share(), Long.SIZE)).toBigInteger();
      return Text.of(
          " QUALIFY hash(row_number() OVER (), %d::BIGINT) < %d::UBIGINT", wanted.seed(), below);
    }
    return wanted.most() < Long.MAX_VALUE ? " LIMIT " + (wanted.most() + 1) : "";
  }

  private static String cast(Dialect dialect, ReadColumn column) {
    return dialect.cast(dialect.quote(column.name()), column.form());
  }

  private static String place(int index) {
    return "c" + index;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(Consumer<ColumnBlock> reader) {
    reading(columns).read(0, blocks(), reader);
  }

  @Override
  public Optional<KeptRows> kept() {
    return Optional.of(this);
  }

  @Override
  public int blocks() {
    return rows.blocks();
  }

  @Override
  public int rows(int index) {
    return (int) (rows.rowsBefore(index + 1) - rows.rowsBefore(index));
  }

  @Override
  public ColumnBlock block(int index, List<ReadColumn> some) {
    List<ColumnBlock> read = new ArrayList<>(1);
    reading(some).read(index, index + 1, read::add);
    return read.get(0);
  }

  private DuckDbBlocks reading(List<ReadColumn> some) {
    return readers.computeIfAbsent(
        some,
        read ->
            rows.read(
                read.stream()
                    .map(column -> new ReadColumn(place(columns.indexOf(column)), column.form()))
                    .toList()));
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      memory.close();
    }
  }
}
