package org.sqlflow.statements;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.EncodedRows;

/** Rows with their groups, and their labels where there are any, gathered block by block. */
final class GroupedRows {
  private final int width;
  private final LongConsumer room;
  private float[] values = {};
  private int[] groups = {};
  private int[] labels = {};
  private final Map<String, Integer> codes = new HashMap<>();
  private int count;
  private long skipped;

  /**
   * No rows yet.
   *
   * @param width features of a row
   * @param room hears for how many rows there is to be room, and may refuse
   */
  GroupedRows(int width, LongConsumer room) {
    this.width = width;
    this.room = room;
  }

  /** Makes room for so many rows. */
  void expect(long rows) {
    room.accept(rows);
    int capacity = (int) rows;
    values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
    groups = Arrays.copyOf(groups, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  /**
   * Takes rows with their groups.
   *
   * @param names their labels: as many as the block had rows, null is none; empty without a label
   */
  void add(EncodedRows rows, int[] predicted, String[] names) {
    Matrix matrix = rows.matrix();
    if (count + matrix.rows() > groups.length) {
      // Growing by halves copies each row three times at most.
      expect(Math.max(count + (long) matrix.rows(), count + count / 2L));
    }
    System.arraycopy(matrix.values(), 0, values, count * width, matrix.values().length);
    System.arraycopy(predicted, 0, groups, count, matrix.rows());
    for (int row = 0; row < names.length && row < rows.rowOf().length; row++) {
      if (rows.rowOf()[row] >= 0) {
        String name = names[row];
        labels[count + rows.rowOf()[row]] =
            name == null ? -1 : codes.computeIfAbsent(name, unseen -> codes.size());
      }
    }
    count += matrix.rows();
    skipped += rows.rowOf().length - matrix.rows();
  }

  int count() {
    return count;
  }

  /** Rows that have no group for want of a value. */
  long skipped() {
    return skipped;
  }

  /** All rows in one matrix. */
  Matrix matrix() {
    float[] all = values.length == count * width ? values : Arrays.copyOf(values, count * width);
    return new Matrix(count, width, all);
  }

  int[] groups() {
    return Arrays.copyOf(groups, count);
  }

  /** A code for each row's label, -1 for none. */
  int[] labels() {
    return Arrays.copyOf(labels, count);
  }
}
