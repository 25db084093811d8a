package org.sqlflow.models.clustering.rules;

import java.util.Arrays;

/** Some rows in the order of their values in a column. Used by one thread at a time. */
final class ColumnOrder {
  private final long[] keys;

  /** Sorts the rows; equal values stay in the order of the rows' places. */
  ColumnOrder(float[] values, int[] rows) {
    keys = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      // Adding 0 makes a negative zero equal to zero.
      int bits = Float.floatToIntBits(values[rows[i]] + 0f);
      int ascending = bits ^ (bits >> 31 & 0x7FFFFFFF);
      keys[i] = (long) ascending << 32 | rows[i] & 0xFFFFFFFFL;
    }
    Arrays.sort(keys);
  }

  /** The row at a place of the order. */
  int row(int place) {
    return (int) keys[place];
  }

  /** Whether the value at a place differs from that of the place after it. */
  boolean isBoundary(int place) {
    return keys[place] >> 32 != keys[place + 1] >> 32;
  }
}
