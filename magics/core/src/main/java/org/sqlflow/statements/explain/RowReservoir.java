package org.sqlflow.statements.explain;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.CanonicalOrder;

/** A random sample of encoded rows with their groups (Vitter 1985, algorithm R). */
final class RowReservoir {
  private final int width;
  private final int most;
  private final SplittableRandom random;
  private float[] values = {};
  private int[] groups = {};
  private long seen;
  private int count;

  /**
   * Creates an empty sample.
   *
   * @param most how many rows are kept
   */
  RowReservoir(int width, int most, long seed) {
    this.width = width;
    this.most = most;
    this.random = new SplittableRandom(seed);
  }

  void add(Matrix rows, int[] own) {
    for (int row = 0; row < rows.rows(); row++) {
      seen++;
      long place = count < most ? count++ : random.nextLong(seen);
      if (place < most) {
        if (place >= groups.length) {
          int room = Math.min(most, Math.max(1024, 2 * groups.length));
          groups = Arrays.copyOf(groups, room);
          values = Arrays.copyOf(values, Math.multiplyExact(room, width));
        }
        groups[(int) place] = own[row];
        System.arraycopy(rows.values(), row * width, values, (int) place * width, width);
      }
    }
  }

  /** How many rows were added. */
  long seen() {
    return seen;
  }

  /** The rows of the sample in the canonical order; afterwards no row can be added. */
  Matrix rows() {
    values = Arrays.copyOf(values, count * width);
    Matrix matrix = new Matrix(count, width, values);
    int[] order = CanonicalOrder.apply(matrix);
    groups = Arrays.stream(order).map(row -> groups[row]).toArray();
    return matrix;
  }

  /** The groups of {@link #rows}. */
  int[] groups() {
    return groups;
  }
}
