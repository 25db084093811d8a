package org.sqlflow.statements;

import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.ColumnRead;
import org.sqlflow.features.FeatureRows;
import org.sqlflow.features.RowDraw;
import org.sqlflow.features.TrainingBlocks;

/** A training's rows that the database keeps: each time they are needed they are read. */
final class RereadBlocks implements TrainingBlocks {
  private final RowSource kept;
  private final List<ColumnRead> reads;
  private final List<org.sqlflow.data.ColumnRead> columns;
  private final List<int[]> drawn;
  private final StatementListener listener;

  /**
   * Those rows that are drawn.
   *
   * @param columns for each of the reads what the database is to read
   */
  RereadBlocks(
      RowSource kept,
      List<ColumnRead> reads,
      List<org.sqlflow.data.ColumnRead> columns,
      RowDraw draw,
      StatementListener listener) {
    this.kept = kept;
    this.reads = reads.stream().map(ColumnRead::folded).toList();
    this.columns = columns;
    this.drawn = IntStream.range(0, kept.batches()).mapToObj(i -> draw.next(kept.rows(i))).toList();
    this.listener = listener;
  }

  @Override
  public int rows() {
    return drawn.stream().mapToInt(rows -> rows.length).reduce(0, Math::addExact);
  }

  @Override
  public int count() {
    return kept.batches();
  }

  @Override
  public int rows(int index) {
    return drawn.get(index).length;
  }

  @Override
  public synchronized FeatureRows block(int index, List<ColumnRead> needed) {
    listener.checkCancelled();
    List<org.sqlflow.data.ColumnRead> some =
        needed.stream().map(ColumnRead::folded).map(reads::indexOf).map(columns::get).toList();
    RowBatch block = kept.batch(index, some);
    int[] rows = drawn.get(index);
    List<Object> values = RowDraw.take(block.rows(), BatchValues.of(block), rows);
    return FeatureRows.of(rows.length, needed, values);
  }
}
