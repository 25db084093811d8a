package org.sqlflow.engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.math.RowDraw;

/** A random sample of rows that can be read again; the same rows each time they are read. */
final class SampledRows implements RowSource {
  private final RowSource rows;
  private final List<int[]> drawn;

  /**
   * Draws.
   *
   * @param wanted how many rows to draw; all if there are no more
   */
  SampledRows(RowSource rows, long wanted, long seed) {
    this.rows = rows;
    RowDraw draw = new RowDraw(wanted, rows.count(), seed);
    this.drawn = IntStream.range(0, rows.batches()).mapToObj(i -> draw.next(rows.rows(i))).toList();
  }

  @Override
  public List<ColumnRead> reads() {
    return rows.reads();
  }

  @Override
  public long count() {
    return drawn.stream().mapToLong(places -> places.length).sum();
  }

  @Override
  public boolean isRereadable() {
    return true;
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
    int[] next = {0};
    rows.read(
        batch -> {
          reader.accept(batch.take(drawn.get(next[0])));
          next[0]++;
        });
  }

  @Override
  public int batches() {
    return drawn.size();
  }

  @Override
  public int rows(int batch) {
    return drawn.get(batch).length;
  }

  @Override
  public RowBatch batch(int index, List<ColumnRead> some) {
    return rows.batch(index, some).take(drawn.get(index));
  }

  @Override
  public void close() {
    rows.close();
  }
}
