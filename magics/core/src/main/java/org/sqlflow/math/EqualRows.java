package org.sqlflow.math;

import java.util.HashMap;
import java.util.Map;
import org.sqlflow.data.Matrix;

/**
 * Which rows of a matrix are equal. Immutable.
 *
 * @param kinds {@code kinds[row]}: which of the different rows this one equals, numbered from 0 in
 *     the order of their first appearance
 * @param count how many different rows there are
 */
@SuppressWarnings("ArrayRecordComponent")
public record EqualRows(int[] kinds, int count) {
  /** Compares rows. */
  public static EqualRows of(Matrix rows) {
    Map<Row, Integer> seen = new HashMap<>();
    int[] kinds = new int[rows.rows()];
    for (int row = 0; row < kinds.length; row++) {
      kinds[row] = seen.computeIfAbsent(new Row(rows, row), another -> seen.size());
    }
    return new EqualRows(kinds, seen.size());
  }

  /** The first row of each kind, in the order of the rows. */
  public int[] first() {
    int[] first = new int[count];
    int seen = 0;
    for (int row = 0; seen < count; row++) {
      if (kinds[row] == seen) {
        first[seen++] = row;
      }
    }
    return first;
  }

  /**
   * A row by its values; 0 and -0 are equal. The hash of a buffer or an array of floats would do
   * badly: small or round numbers share theirs, and a table of a hash map becomes a list.
   */
  private record Row(Matrix rows, int row) {
    private int bits(int column) {
      return Float.floatToIntBits(rows.values()[row * rows.columns() + column] + 0f);
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Row another)) {
        return false;
      }
      for (int column = 0; column < rows.columns(); column++) {
        if (bits(column) != another.bits(column)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int column = 0; column < rows.columns(); column++) {
        hash = 31 * hash + bits(column);
      }
      hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
      hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
      return hash ^ (hash >>> 16);
    }
  }
}
