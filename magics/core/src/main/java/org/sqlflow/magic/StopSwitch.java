package org.sqlflow.magic;

import java.util.function.LongSupplier;

/**
 * The user's wish that the running cell stop; safe from any thread. A statement may take the wish:
 * then it ends in its own way, and only another wish stops it.
 */
final class StopSwitch {
  /** Who presses twice within this time means one wish. */
  private static final long ONE_WISH_NANOS = 1_000_000_000;

  private final LongSupplier nanoTime;
  private boolean wanted;
  private boolean taken;
  private long takenAt;

  /**
   * Nothing is wanted yet.
   *
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  StopSwitch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A cell begins. */
  synchronized void reset() {
    wanted = false;
    taken = false;
  }

  /**
   * The user wants the cell to stop.
   *
   * @param again whether this only repeats the last wish
   * @param action what stops that which runs now; not done for a wish that was taken
   */
  synchronized void press(boolean again, Runnable action) {
    boolean sameWish = again || nanoTime.getAsLong() - takenAt < ONE_WISH_NANOS;
    if (taken && sameWish) {
      return;
    }
    taken = false;
    wanted = true;
    action.run();
  }

  /** The statement that runs has heard the wish. */
  synchronized void take() {
    wanted = false;
    taken = true;
    takenAt = nanoTime.getAsLong();
  }

  synchronized boolean isWanted() {
    return wanted;
  }
}
