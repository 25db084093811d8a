package org.sqlflow.statements;

import java.util.List;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;

/** Batches as lists of arrays. */
final class BatchValues {
  private BatchValues() {}

  static List<Object> of(RowBatch batch) {
    return batch.columns().stream().map(BatchValues::of).toList();
  }

  private static Object of(ColumnVector column) {
    if (column instanceof ColumnVector.Doubles doubles) {
      return doubles.values();
    } else if (column instanceof ColumnVector.Texts texts) {
      return texts.values();
    } else if (column instanceof ColumnVector.Lists lists) {
      return lists.values();
    }
    throw new IllegalArgumentException("no column that is read");
  }

  /** The vectors of arrays that a model predicts. */
  static List<ColumnVector> vectors(List<Object> values) {
    return values.stream()
        .<ColumnVector>map(
            column ->
                column instanceof int[] ints
                    ? new ColumnVector.Ints(ints)
                    : new ColumnVector.Floats((float[]) column))
        .toList();
  }
}
