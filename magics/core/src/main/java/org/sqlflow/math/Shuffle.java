package org.sqlflow.math;

import java.util.SplittableRandom;

/** Puts row numbers in a random order. */
public final class Shuffle {
  private Shuffle() {}

  public static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
