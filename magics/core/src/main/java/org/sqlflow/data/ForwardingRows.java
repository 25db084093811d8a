package org.sqlflow.data;

import java.util.List;
import java.util.function.Consumer;

/** Rows that come from another source; subclasses override what they change. */
public abstract class ForwardingRows implements RowSource {
  /** Where the rows come from. */
  protected final RowSource rows;

  /** Forwards everything to a source, which is closed with this one. */
  protected ForwardingRows(RowSource rows) {
    this.rows = rows;
  }

  @Override
  public List<ColumnRead> reads() {
    return rows.reads();
  }

  @Override
  public long count() {
    return rows.count();
  }

  @Override
  public boolean isRereadable() {
    return rows.isRereadable();
  }

  @Override
  public boolean isInMemory() {
    return rows.isInMemory();
  }

  @Override
  public boolean isOrdered() {
    return rows.isOrdered();
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    rows.read(reader);
  }

  @Override
  public int batches() {
    return rows.batches();
  }

  @Override
  public int rows(int batch) {
    return rows.rows(batch);
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    return rows.batch(index, some);
  }

  @Override
  public void rest() {
    rows.rest();
  }

  @Override
  public void close() {
    rows.close();
  }
}
