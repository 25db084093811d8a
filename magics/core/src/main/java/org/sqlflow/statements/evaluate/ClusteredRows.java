package org.sqlflow.statements.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.sqlflow.data.Matrix;
import org.sqlflow.engine.Scoring;
import org.sqlflow.math.CanonicalOrder;

/** Rows in memory with their clusters, and their labels if there are any. */
final class ClusteredRows {
  private final int width;
  private final LongConsumer room;
  private float[] values = {};
  private int[] clusters = {};
  private int[] labels = {};
  private final Map<String, Integer> codes = new HashMap<>();
  private int count;
  private long skipped;

  /**
   * Creates an empty collection.
   *
   * @param width how many features a row has
   * @param room called with a number of rows before memory for them is allocated; may throw to
   *     refuse
   */
  ClusteredRows(int width, LongConsumer room) {
    this.width = width;
    this.room = room;
  }

  /** Makes room for {@code rows} rows. */
  void expect(long rows) {
    room.accept(rows);
    int capacity = Math.toIntExact(rows);
    values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
    clusters = Arrays.copyOf(clusters, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  /**
   * Takes the next rows.
   *
   * @param names the labels of the whole batch that the rows are a part of; null for a row without
   *     a label
   */
  void add(Scoring.ScoredRows part, Optional<String[]> names) {
    Matrix matrix = part.encoded().matrix();
    int[] rowOf = part.encoded().rowOf();
    if ((long) count + matrix.rows() > clusters.length) {
      // Growing by a half each time copies each row about three times.
      expect(Math.max(count + (long) matrix.rows(), count + count / 2L));
    }
    System.arraycopy(matrix.values(), 0, values, count * width, matrix.values().length);
    System.arraycopy(part.clusters(), 0, clusters, count, matrix.rows());
    for (int i = 0; names.isPresent() && i < rowOf.length; i++) {
      if (rowOf[i] >= 0) {
        String name = names.get()[part.from() + i];
        labels[count + rowOf[i]] =
            name == null ? -1 : codes.computeIfAbsent(name, unseen -> codes.size());
      }
    }
    count += matrix.rows();
    skipped += rowOf.length - matrix.rows();
  }

  int count() {
    return count;
  }

  /** How many rows have no cluster because a value is missing. */
  long skipped() {
    return skipped;
  }

  /**
   * Puts the rows into the canonical order, which a training uses too for rows without a fixed
   * order.
   */
  void sort() {
    values = values.length == count * width ? values : Arrays.copyOf(values, count * width);
    int[] order = CanonicalOrder.apply(new Matrix(count, width, values));
    clusters = Arrays.stream(order).map(row -> clusters[row]).toArray();
    labels = Arrays.stream(order).map(row -> labels[row]).toArray();
  }

  /** All rows in one matrix. */
  Matrix matrix() {
    float[] all = values.length == count * width ? values : Arrays.copyOf(values, count * width);
    return new Matrix(count, width, all);
  }

  int[] clusters() {
    return Arrays.copyOf(clusters, count);
  }

  /** A code for each row's label, -1 for none. */
  int[] labels() {
    return Arrays.copyOf(labels, count);
  }
}
