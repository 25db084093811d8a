package org.sqlflow.math;

import java.util.SplittableRandom;

/** Random permutations. */
public final class Shuffle {
  private Shuffle() {}

  /** Puts row numbers in a random order, in place (Fisher and Yates; Durstenfeld 1964). */
  public static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
