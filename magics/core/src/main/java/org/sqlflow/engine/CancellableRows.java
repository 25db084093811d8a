package org.sqlflow.engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
  private final LongConsumer progress;

  CancellableRows(RowSource rows, Runnable checkCancelled) {
    this(rows, checkCancelled, read -> {});
  }

  /**
   * Reads rows, reporting progress.
   *
   * @param progress gets the number of rows read so far in this reading, after each batch
   */
  CancellableRows(RowSource rows, Runnable checkCancelled, LongConsumer progress) {
    super(rows);
    this.checkCancelled = checkCancelled;
    this.progress = progress;
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    long[] read = {0};
    rows.read(
        batch -> {
          checkCancelled.run();
          reader.accept(batch);
          read[0] += batch.rows();
          progress.accept(read[0]);
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
