package org.sqlflow.models.clustering.density;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;
import org.sqlflow.math.Points;
import org.sqlflow.models.CancellationCheck;

/**
 * Distances of rows to points, all of them, in float32. Immutable; safe to use from several
 * threads.
 *
 * @param points among which the nearest are searched
 */
record NearPoints(Points points) {
  /** Rows that a thread takes at a time. */
  private static final int PART = 64;

  /** Only the calling thread checks for cancellation, between batches of so many parts. */
  private static final int PARTS_BETWEEN_CHECKS = 32;

  static NearPoints of(Matrix rows) {
    return new NearPoints(Points.of(rows));
  }

  /** Receives the squared distances of a row to all points, in an array that is used again. */
  interface Work {
    void on(int row, float[] squares);
  }

  /**
   * Goes through rows, parts of them in parallel.
   *
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  void each(Matrix rows, CancellationCheck cancellation, Work work) {
    int step = PART * PARTS_BETWEEN_CHECKS;
    for (int first = 0; first < rows.rows(); first += step) {
      cancellation.checkCancelled();
      int from = first;
      int to = Math.min(rows.rows(), first + step);
      Parallel.run(
          (long) (to - from) * points.rows() * points.columns().length,
          (to - from + PART - 1) / PART,
          part -> {
            float[] squares = new float[points.rows()];
            int end = Math.min(to, from + (part + 1) * PART);
            for (int row = from + part * PART; row < end; row++) {
              squares(rows, row, squares);
              work.on(row, squares);
            }
          });
    }
  }

  private void squares(Matrix rows, int row, float[] squares) {
    Arrays.fill(squares, 0);
    for (int c = 0; c < points.columns().length; c++) {
      add(points.columns()[c], rows.at(row, c), squares, squares.length);
    }
  }

  /** Adds the squared differences of a column's first values from a number. */
  static void add(float[] column, float value, float[] squares, int count) {
    for (int j = 0; j < count; j++) {
      float difference = column[j] - value;
      squares[j] += difference * difference;
    }
  }

  /**
   * The k-th smallest of some numbers, of which there are at least k.
   *
   * @param heap room for k numbers, overwritten: the largest of the k smallest is its root
   */
  static float smallest(float[] numbers, int k, float[] heap) {
    System.arraycopy(numbers, 0, heap, 0, k);
    for (int at = k / 2 - 1; at >= 0; at--) {
      sink(heap, at, k);
    }
    for (int j = k; j < numbers.length; j++) {
      if (numbers[j] < heap[0]) {
        heap[0] = numbers[j];
        sink(heap, 0, k);
      }
    }
    return heap[0];
  }

  private static void sink(float[] heap, int from, int size) {
    float value = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      child += child + 1 < size && heap[child + 1] > heap[child] ? 1 : 0;
      if (heap[child] <= value) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }
}
