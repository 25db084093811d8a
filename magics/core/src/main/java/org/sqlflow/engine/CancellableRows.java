package org.sqlflow.engine;

import java.util.List;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;

/**
 * Rows whose reading the user can stop between two batches, and which can be asked for batches from
 * several threads: the database gives them to one at a time.
 */
record CancellableRows(RowSource rows, Runnable checkCancelled) implements RowSource {
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
    rows.read(
        batch -> {
          checkCancelled.run();
          reader.accept(batch);
        });
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
    if (rows.isInMemory()) {
      return rows.batch(index, some);
    }
    synchronized (rows) {
      checkCancelled.run();
      return rows.batch(index, some);
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
