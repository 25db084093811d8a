package org.sqlflow.math;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.sqlflow.data.Matrix;

/**
 * Which rows of a matrix are equal. Immutable.
 *
 * @param kinds of each row the number of its values, from 0 in the order of their first rows
 * @param count how many rows differ
 */
@SuppressWarnings("ArrayRecordComponent")
public record EqualRows(int[] kinds, int count) {
  /** Compares rows. */
  public static EqualRows of(Matrix rows) {
    Map<FloatBuffer, Integer> seen = new HashMap<>();
    int[] kinds = new int[rows.rows()];
    for (int row = 0; row < kinds.length; row++) {
      FloatBuffer values = FloatBuffer.wrap(rows.values(), row * rows.columns(), rows.columns());
      kinds[row] = seen.computeIfAbsent(values, another -> seen.size());
    }
    return new EqualRows(kinds, seen.size());
  }
}
