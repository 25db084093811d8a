package org.sqlflow.database.duckdb;

import java.util.List;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;

/** The rows of a query that is spooled, which can be read as often as needed. */
final class SpooledRows implements RowSource {
  private final SpooledQuery spooled;
  private final DuckDbMemory memory;
  private final Selection selection;
  private final long count;
  private final boolean ordered;
  private final int size;

  /**
   * Rows that are spooled.
   *
   * @param memory is closed with the rows
   * @param count of the whole query, of which fewer rows may be here
   */
  SpooledRows(
      SpooledQuery spooled, DuckDbMemory memory, Selection selection, long count, boolean ordered) {
    this.spooled = spooled;
    this.memory = memory;
    this.selection = selection;
    this.count = count;
    this.ordered = ordered;
    this.size = spooled.batchRows(selection.columns(selection.reads()));
  }

  @Override
  public List<ColumnRead> reads() {
    return selection.reads();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public boolean isRereadable() {
    return true;
  }

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public boolean isOrdered() {
    return ordered;
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    read(reads(), 0, spooled.rows(), reader);
  }

  @Override
  public int batches() {
    return Math.toIntExact((spooled.rows() + size - 1) / size);
  }

  @Override
  public int rows(int batch) {
    return (int) Math.min(size, spooled.rows() - (long) batch * size);
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    RowBatch[] read = new RowBatch[1];
    long from = (long) index * size;
    read(some, from, from + rows(index), batch -> read[0] = batch);
    return read[0];
  }

  private void read(List<ColumnRead> some, long from, long end, Consumer<RowBatch> reader) {
    spooled.read(selection.columns(some), some, from, end, size, reader);
  }

  @Override
  public void rest() {
    memory.rest();
  }

  @Override
  public void close() {
    try {
      spooled.close();
    } finally {
      memory.close();
    }
  }
}
