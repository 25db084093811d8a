package org.sqlflow.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sqlflow.columns.ColumnSurvey;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;

/**
 * Rows that a survey counts while they are read, each once. Columns that only the survey needs end
 * here, so that they take no memory. Batches are given to one thread at a time.
 */
final class ObservedRows extends ForwardingRows {
  private final ColumnSurvey survey;
  private final int width;
  private final Set<Integer> seen = new HashSet<>();

  /**
   * Observes.
   *
   * @param survey reads a part of what the source reads
   * @param width how many columns of the source to pass on; those after them are the survey's
   */
  ObservedRows(RowSource rows, ColumnSurvey survey, int width) {
    super(rows);
    this.survey = survey;
    this.width = width;
  }

  @Override
  public List<ColumnRead> reads() {
    return rows.reads().subList(0, width);
  }

  @Override
  public void read(Consumer<RowBatch> reader) {
    rows.read(
        batch -> {
          survey.add(batch);
          reader.accept(width == batch.columns().size() ? batch : batch.columns(0, width));
        });
  }

  @Override
  public synchronized RowBatch batch(int index, List<ColumnRead> some) {
    RowBatch batch = rows.batch(index, some);
    if (!seen.contains(index) && has(batch)) {
      seen.add(index);
      survey.add(batch);
    }
    return batch;
  }

  private boolean has(RowBatch batch) {
    List<String> names = new ArrayList<>(batch.names());
    return survey.reads().stream().map(ColumnRead::column).allMatch(names::contains);
  }
}
