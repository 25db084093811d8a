package org.sqlflow.engine;

import java.util.function.LongFunction;
import org.sqlflow.text.Text;

/** Refuses rows that would fill the Java heap. */
public final class HeapMemory {
  /** The rest is for the collector's young objects, and for what the estimate leaves out. */
  private static final double USABLE = 0.75;

  /** Below this part of the heap, nothing more is checked. */
  private static final double SMALL = 0.2;

  /** What is free may be a little less the next time. */
  private static final double ADVISED = 0.75;

  /** Java's longest arrays. */
  private static final long MOST_ROWS = Integer.MAX_VALUE - 8;

  private HeapMemory() {}

  /** There is never room for more rows of so many bytes, however free the memory is. */
  public static long mostRows(long bytesPerRow) {
    return Math.min(MOST_ROWS, Runtime.getRuntime().maxMemory() / Math.max(1, bytesPerRow));
  }

  /**
   * Checks that there is room.
   *
   * @param bytesPerRow bytes that a row takes
   * @param freed bytes that are in use now and will be free then
   * @param advice how to take fewer rows, given how many there is room for
   * @throws EngineException if there is not
   */
  public static void check(
      long rows, int features, long bytesPerRow, long freed, LongFunction<String> advice) {
    check(rows, features, bytesPerRow, bytesPerRow, freed, advice);
  }

  /**
   * The same where fewer rows may take more each.
   *
   * @param bytesAdvised bytes that each of the fewer rows takes
   */
  static void check(
      long rows,
      int features,
      long bytesPerRow,
      long bytesAdvised,
      long freed,
      LongFunction<String> advice) {
    double needed = (double) rows * bytesPerRow;
    long heap = Runtime.getRuntime().maxMemory();
    boolean tooMany = rows > MOST_ROWS;
    if (!tooMany && needed < SMALL * heap) {
      return;
    }
    double room = Math.max(0, USABLE * heap - live() + freed);
    long fit = Math.min(rounded((long) (ADVISED * room / bytesAdvised)), MOST_ROWS / 2);
    if (needed > room) {
      Sizes sizes = Sizes.of(needed, room);
      throw new EngineException(
          Text.of(
                  "%s of %s need about %s of memory, and this kernel has %s for them. ",
                  Text.counted(rows, "row"),
                  Text.counted(features, "feature"),
                  sizes.needed(),
                  sizes.room())
              + advice.apply(Math.max(1, fit))
              + Text.of(
                  ". Or give the kernel more than its %s: \"-Xmx…\" after java in its kernel.json",
                  size((double) heap, 0)));
    }
    if (tooMany) {
      throw new EngineException(
          Text.of("%,d rows are more than the %,d that fit into one array. ", rows, MOST_ROWS)
              + advice.apply(fit));
    }
  }

  /**
   * Two sizes in words, with so many digits that they differ.
   *
   * @param needed the larger one
   * @param room the smaller one
   */
  record Sizes(String needed, String room) {
    private static final int MOST_DIGITS = 3;

    /** The words for two numbers of bytes. */
    static Sizes of(double needed, double room) {
      for (int further = 0; further <= MOST_DIGITS; further++) {
        Sizes sizes = new Sizes(size(needed, further), size(room, further));
        if (!sizes.needed.equals(sizes.room)) {
          return sizes;
        }
      }
      return new Sizes(
          Text.of("%,.0f bytes", Math.ceil(needed)), Text.of("%,.0f bytes", Math.floor(room)));
    }
  }

  /** What is in use once everything unreachable is gone. */
  private static long live() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Rounded down to two significant digits. */
  private static long rounded(long rows) {
    long unit = 1;
    while (rows / unit >= 100) {
      unit *= 10;
    }
    return rows / unit * unit;
  }

  private static String size(double bytes, int furtherDigits) {
    return bytes < 1L << 30
        ? Text.of("%,." + furtherDigits + "f MB", bytes / (1L << 20))
        : Text.of("%,." + (1 + furtherDigits) + "f GB", bytes / (1L << 30));
  }
}
