package org.sqlflow.math;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random sample of a given size, without replacement, of rows that come in batches. Rows keep
 * their order, and each has the same chance (selection sampling: Fan, Muller and Rezucha 1962). The
 * same seed and number of rows give the same sample, whatever the sizes of the batches. Not
 * thread-safe.
 */
public final class RowDraw {
  private final SplittableRandom random;
  private final boolean all;
  private long toCome;
  private long wanted;

  /**
   * A sample.
   *
   * @param wanted rows to take
   * @param rows that will come. If more come, the surplus is ignored, unless {@code wanted} is at
   *     least {@code rows}: then every row is taken
   */
  public RowDraw(long wanted, long rows, long seed) {
    this.wanted = wanted;
    this.toCome = rows;
    this.all = wanted >= rows;
    this.random = new SplittableRandom(seed);
  }

  /** The places of the sampled rows in the next batch, from 0. */
  public int[] next(int rows) {
    if (all) {
      return IntStream.range(0, rows).toArray();
    }
    int[] places = new int[rows];
    int taken = 0;
    for (int row = 0; row < rows && wanted > 0 && toCome > 0; row++, toCome--) {
      if (random.nextDouble() * toCome < wanted) {
        places[taken++] = row;
        wanted--;
      }
    }
    return Arrays.copyOf(places, taken);
  }
}
