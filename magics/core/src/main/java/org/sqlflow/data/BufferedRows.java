package org.sqlflow.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Rows in memory. Not safe for writing from several threads; reading is. */
public final class BufferedRows implements RowSource {
  private final List<ColumnRead> reads;
  private final boolean ordered;
  private final List<RowBatch> batches = new ArrayList<>();
  private long rows;
  private long bytes;
  private long count = -1;

  /**
   * No rows yet.
   *
   * @param reads what the batches hold of each row, in their columns' order
   * @param ordered see {@link RowSource#isOrdered}
   */
  public BufferedRows(List<ColumnRead> reads, boolean ordered) {
    this.reads = List.copyOf(reads);
    this.ordered = ordered;
  }

  /** Takes the next rows; their arrays belong to this source from now on. */
  public void add(RowBatch batch) {
    if (batch.rows() > 0) {
      batches.add(batch);
      rows += batch.rows();
      bytes += batch.bytes();
    }
  }

  /** The same rows with only some of what was read; the values are shared. */
  public BufferedRows only(List<ColumnRead> some) {
    int[] places = some.stream().mapToInt(reads::indexOf).toArray();
    BufferedRows fewer = new BufferedRows(some, ordered);
    for (RowBatch batch : batches) {
      fewer.add(
          new RowBatch(
              batch.rows(),
              Arrays.stream(places).mapToObj(batch.names()::get).toList(),
              Arrays.stream(places).mapToObj(batch::column).toList()));
    }
    return fewer;
  }

  /** About how many bytes of the heap the rows take. */
  public long bytes() {
    return bytes;
  }

  /** How many rows are here. */
  public long rows() {
    return rows;
  }

  /** Says that the query has more rows than are here. */
  public void countedAs(long all) {
    count = all;
  }

  @Override
  public List<ColumnRead> reads() {
    return reads;
  }

  @Override
  public long count() {
    return count < 0 ? rows : count;
  }

  @Override
  public boolean isRereadable() {
    return true;
  }

  @Override
  public boolean isInMemory() {
    return true;
  }

  @Override
  public boolean isOrdered() {
    return ordered;
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    batches.forEach(reader);
  }

  @Override
  public int batches() {
    return batches.size();
  }

  @Override
  public int rows(int batch) {
    return batches.get(batch).rows();
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    return batches.get(index);
  }

  @Override
  public void close() {
    batches.clear();
  }
}
