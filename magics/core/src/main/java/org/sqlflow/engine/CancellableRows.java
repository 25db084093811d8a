package org.sqlflow.engine;

import java.util.List;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;

/**
 * Rows whose reading the user can stop between two batches, and which can be asked for batches from
 * several threads: the database gives them to one at a time.
 */
final class CancellableRows extends ForwardingRows {
  private final Runnable checkCancelled;

  CancellableRows(RowSource rows, Runnable checkCancelled) {
    super(rows);
    this.checkCancelled = checkCancelled;
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
  public RowBatch batch(int index, List<ColumnRead> some) {
    if (rows.isInMemory()) {
      return rows.batch(index, some);
    }
    synchronized (rows) {
      checkCancelled.run();
      return rows.batch(index, some);
    }
  }
}
