package org.sqlflow.database;

/**
 * Which of a query's rows will be read. It spares a database that keeps them the others; what is
 * read may hold more.
 *
 * @param most if there are more they are not read, but counted
 * @param share of the rows that is drawn by chance, at most 1
 * @param seed of the draw
 */
public record RowsWanted(long most, double share, long seed) {
  /** Each row. */
  public static final RowsWanted ALL = new RowsWanted(Long.MAX_VALUE, 1, 0);

  /** Each row if there are not more of them. */
  public static RowsWanted atMost(long most) {
    return new RowsWanted(most, 1, 0);
  }

  /** A few more than so many of the rows, by chance: so many are among them but in one of 10^9. */
  public static RowsWanted about(long wanted, long count, long seed) {
    double few = wanted + 6 * Math.sqrt((double) wanted) + 20;
    return new RowsWanted(Long.MAX_VALUE, Math.min(1, few / count), seed);
  }
}
