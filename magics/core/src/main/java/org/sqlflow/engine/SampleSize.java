package org.sqlflow.engine;

/**
 * The size of a random sample: a number of rows, or a share of them.
 *
 * @param rows how many; 0 where a share is wanted
 * @param share from 0 to 1; 0 where a number of rows is wanted
 */
public record SampleSize(long rows, double share) {
  /** The size that an attribute holds: a Long is a number of rows, a Double a share. */
  static SampleSize of(Object value) {
    return value instanceof Long rows ? new SampleSize(rows, 0) : new SampleSize(0, (Double) value);
  }

  /** How many of so many rows: at least one where there is one. */
  public long of(long all) {
    return Math.min(all, rows > 0 ? rows : Math.max(1, Math.round(share * all)));
  }
}
