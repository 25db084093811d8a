package org.sqlflow.statements;

import java.util.function.LongFunction;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.Text;

/**
 * Refuses rows that would fill the Java heap.
 *
 * @param place where an error is shown
 * @param advice how to take a part, given how many rows there is room for
 */
record HeapRoom(Position place, LongFunction<String> advice) {
  /** The rest is for the young objects of the collector, and for what nobody counted. */
  private static final double USABLE = 0.75;

  /** Below this part of the heap it is not worth while to look closer. */
  private static final double SMALL = 0.2;

  /** What is free may be a little less the next time. */
  private static final double ADVISED = 0.9;

  /** Java's longest arrays. */
  private static final long MOST_ROWS = Integer.MAX_VALUE - 8;

  /** There is never room for more rows of so many bytes, however free the memory is. */
  static long most(long perRow) {
    return Math.min(MOST_ROWS, Runtime.getRuntime().maxMemory() / perRow);
  }

  /**
   * Checks.
   *
   * @param perRow bytes that a row takes
   * @param there bytes that are in use now and will be free then
   */
  void check(long rows, int features, long perRow, long there) {
    double needed = (double) rows * perRow;
    long heap = Runtime.getRuntime().maxMemory();
    boolean tooMany = rows > MOST_ROWS;
    if (!tooMany && needed < SMALL * heap) {
      return;
    }
    double room = Math.max(0, USABLE * heap - live() + there);
    if (tooMany || needed > room) {
      long fit = Math.min(rounded((long) (ADVISED * room / perRow)), MOST_ROWS / 2);
      throw new StatementException(
          Text.of(
                  "%,d rows of %,d %s need about %s of memory, and this kernel has %s for them. ",
                  rows, features, features == 1 ? "feature" : "features", size(needed), size(room))
              + advice.apply(Math.max(1, fit))
              + Text.of(
                  ". Or give the kernel more than its %s: \"-Xmx…\" behind the java in its"
                      + " kernel.json",
                  size((double) heap)),
          place);
    }
  }

  /** What is in use once all that nobody needs is gone. */
  private static long live() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** With two figures that count. */
  private static long rounded(long rows) {
    long unit = 1;
    while (rows / unit >= 100) {
      unit *= 10;
    }
    return rows / unit * unit;
  }

  private static String size(double bytes) {
    return bytes < 1L << 30
        ? Text.of("%,.0f MB", bytes / (1L << 20))
        : Text.of("%,.1f GB", bytes / (1L << 30));
  }
}
