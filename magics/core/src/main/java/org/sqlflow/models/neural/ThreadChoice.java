package org.sqlflow.models.neural;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.sqlflow.math.Parallel;

/**
 * Whether a second thread pays for the steps of a training: measured on its first steps, and again
 * later, since processors may share a core, a container may have a part of one, and other programs
 * come and go. Steps compute the same on one thread and on two. Used by one thread at a time.
 */
final class ThreadChoice {
  /** How many steps are measured each way; two slow ones do not move the median. */
  private static final int TRIES = 5;

  /** After so many steps it is measured a second time: the first steps also compile code. */
  private static final int SOON = 100;

  /** After so many further steps it is measured again. */
  private static final int AGAIN = 2_000;

  /** A second thread must save more than this share of the time: it keeps a processor busy. */
  private static final double LEAST_GAIN = 0.05;

  private final LongSupplier clock;
  private final double[] alone = new double[TRIES];
  private final double[] together = new double[TRIES];
  private int turn;
  private int turns = SOON;
  private boolean isTogether;

  /**
   * A choice that is still open.
   *
   * @param clock nanoseconds since any moment
   */
  ThreadChoice(LongSupplier clock) {
    this.clock = clock;
  }

  /** Whether two threads were found to be faster. */
  boolean isTogether() {
    return isTogether;
  }

  /**
   * Runs a step, alone or together.
   *
   * @param rows how many rows it has; times are compared by row
   */
  void run(int rows, Runnable onOne, Runnable onTwo) {
    if (turn == turns) {
      turn = 0;
      turns = AGAIN;
    }
    if (Parallel.threads() == 1) {
      onOne.run();
    } else if (turn < 2 * TRIES) {
      boolean two = turn % 2 == 1;
      long begun = clock.getAsLong();
      (two ? onTwo : onOne).run();
      (two ? together : alone)[turn / 2] = (double) (clock.getAsLong() - begun) / rows;
      if (turn == 2 * TRIES - 1) {
        isTogether = median(together) < (1 - LEAST_GAIN) * median(alone);
      }
    } else {
      (isTogether ? onTwo : onOne).run();
    }
    turn++;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
