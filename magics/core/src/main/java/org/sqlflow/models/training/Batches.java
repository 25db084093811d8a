package org.sqlflow.models.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.math.Shuffle;

/**
 * Epochs over the rows in shuffled batches. The last batch of an epoch is smaller where the size
 * does not divide the rows, and never empty. Used by the thread that trains.
 */
public final class Batches {
  private final int size;
  private final SplittableRandom random;
  private final int[] order;

  /**
   * Batches of rows in their order; {@link #shuffle} makes the order random.
   *
   * @param size rows of a batch, at least 1
   */
  public Batches(int rows, int size, long seed) {
    this.size = Math.min(size, rows);
    this.random = new SplittableRandom(seed);
    this.order = IntStream.range(0, rows).toArray();
  }

  /** How many batches of a size the rows make. */
  public static int count(int rows, int size) {
    return (int) (((long) rows + size - 1) / size);
  }

  /** How many batches an epoch has. */
  public int perEpoch() {
    return count(order.length, size);
  }

  /** Puts the rows into another random order, for the next epoch. */
  public void shuffle() {
    Shuffle.shuffle(order, random);
  }

  /** Row numbers; a batch is {@code order()[start(i)] … order()[start(i) + rows(i) - 1]}. */
  public int[] order() {
    return order;
  }

  /** Where a batch begins in {@link #order}. */
  public int start(int batch) {
    return batch * size;
  }

  /** How many rows a batch has. */
  public int rows(int batch) {
    return Math.min(size, order.length - start(batch));
  }
}
