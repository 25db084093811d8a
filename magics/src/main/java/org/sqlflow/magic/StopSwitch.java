package org.sqlflow.magic;

/**
 * The user's wish that the running cell stop; safe from any thread. A statement may take the wish:
 * then it ends in its own way, and only another wish stops it.
 */
final class StopSwitch {
  /** Who presses twice within this time means one wish. */
  private static final long ONE_WISH_NANOS = 1_000_000_000;

  private boolean wanted;
  private boolean taken;
  private long takenAt;

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
    boolean sameWish = again || System.nanoTime() - takenAt < ONE_WISH_NANOS;
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
    takenAt = System.nanoTime();
  }

  synchronized boolean isWanted() {
    return wanted;
  }
}
