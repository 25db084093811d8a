package org.sqlflow.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows that DuckDB keeps. Its JDBC driver would hold the whole result of a query in memory, beyond
 * the limit that holds for the rest of DuckDB; a temporary table is written to disk beyond it.
 */
final class DuckDbRows implements QueryRows, KeptRows {
  private final DuckDbSelection selection;
  private final DuckDbMemory memory;
  private final DuckDbKeptQuery rows;
  private final long count;
  private final Map<List<ReadColumn>, DuckDbBlocks> readers = new HashMap<>();

  private DuckDbRows(
      DuckDbSelection selection, DuckDbMemory memory, DuckDbKeptQuery rows, long count) {
    this.selection = selection;
    this.memory = memory;
    this.rows = rows;
    this.count = count;
  }

  /** Runs the query; from then on the memory is closed with the rows. */
  static DuckDbRows keep(Database database, DuckDbMemory memory, DuckDbSelection selection) {
    String query = selection.query();
    DuckDbKeptQuery rows =
        DuckDbKeptQuery.of(
            database, memory, "sqlflow_read", selection.head(), query, selection.tail());
    long most = selection.wanted().most();
    long count = rows.rows() <= most ? rows.rows() : database.count(query);
    return new DuckDbRows(selection, memory, rows, count);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(Consumer<ColumnBlock> reader) {
    reading(selection.columns()).read(0, blocks(), reader);
  }

  @Override
  public boolean isInMemory() {
    return false;
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
    return readers.computeIfAbsent(some, read -> rows.read(selection.places(read)));
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
