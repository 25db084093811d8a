package org.sqlflow.engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.math.RowDraw;

/** A random sample of rows that can be read again; the same rows each time they are read. */
final class SampledRows extends ForwardingRows {
  private final List<int[]> drawn;

  /**
   * Draws.
   *
   * @param wanted how many rows to draw; all if there are no more
   */
  SampledRows(RowSource rows, long wanted, long seed) {
    super(rows);
    RowDraw draw = new RowDraw(wanted, rows.count(), seed);
    this.drawn = IntStream.range(0, rows.batches()).mapToObj(i -> draw.next(rows.rows(i))).toList();
  }

  @Override
  public long count() {
    return drawn.stream().mapToLong(places -> places.length).sum();
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    int[] next = {0};
    rows.read(
        batch -> {
          reader.accept(batch.take(drawn.get(next[0])));
          next[0]++;
        });
  }

  @Override
  public int rows(int batch) {
    return drawn.get(batch).length;
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    return rows.batch(index, some).take(drawn.get(index));
  }
}
