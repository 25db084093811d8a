package org.sqlflow.models.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.math.Shuffle;

/**
 * Epochs over the rows in shuffled batches. The last batch of an epoch is smaller where the size
 * does not divide the rows, and never empty.
 */
public final class Batches {
  private final int size;
  private final SplittableRandom random;
  private final int[] order;

  public Batches(int rows, int size, long seed) {
    this.size = Math.min(size, rows);
    this.random = new SplittableRandom(seed);
    this.order = IntStream.range(0, rows).toArray();
  }

  /** How many batches of a size the rows make. */
  public static int count(int rows, int size) {
    return (int) (((long) rows + size - 1) / size);
  }

  public int perEpoch() {
    return count(order.length, size);
  }

  public void shuffle() {
    Shuffle.shuffle(order, random);
  }

  /** Row numbers; a batch is {@code order()[start(i)] … order()[start(i) + rows(i) - 1]}. */
  public int[] order() {
    return order;
  }

  public int start(int batch) {
    return batch * size;
  }

  public int rows(int batch) {
    return Math.min(size, order.length - start(batch));
  }
}
