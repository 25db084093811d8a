package org.sqlflow.database;

/**
 * Which of a query's rows will be read, so that a database need not provide the others. A source
 * may still hold more rows: one more than {@code most}, and all of them where the database cannot
 * sample.
 *
 * @param most if the query has more rows, reading stops there and they are only counted
 * @param share of the rows to sample at random, from 0 to 1
 * @param seed of the random sample
 */
public record RowLimit(long most, double share, long seed) {
  /** Every row. */
  public static final RowLimit ALL = new RowLimit(Long.MAX_VALUE, 1, 0);

  /** Every row, unless there are more than this. */
  public static RowLimit atMost(long most) {
    return new RowLimit(most, 1, 0);
  }

  /**
   * A random sample of a few more rows than {@code wanted}: it has fewer with a probability of
   * 10^-9.
   *
   * @param count how many rows the query has
   */
  public static RowLimit about(long wanted, long count, long seed) {
    double few = wanted + 6 * Math.sqrt((double) wanted) + 20;
    return new RowLimit(Long.MAX_VALUE, Math.min(1, few / count), seed);
  }
}
