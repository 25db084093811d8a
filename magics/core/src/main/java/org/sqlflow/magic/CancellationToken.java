package org.sqlflow.magic;

import java.util.function.LongSupplier;

/**
 * The user's request to stop the running cell. A statement may acknowledge the request: then it
 * ends by itself, and only a further request stops it.
 *
 * <p>Safe for use by several threads. {@link #isCancelled} never waits, so it can be called at
 * every batch. Actions, which may talk to a server, run under a separate lock. {@link #reset} and
 * {@link #acknowledge} wait for a running action, so that it never hits what runs after them.
 */
final class CancellationToken {
  /** Two requests within this time count as one. */
  private static final long ONE_REQUEST_NANOS = 1_000_000_000;

  private final LongSupplier nanoTime;
  private final Object acting = new Object();
  private volatile boolean cancelled;
  private boolean acknowledged;
  private long acknowledgedAt;

  /**
   * Creates a token without a request.
   *
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  CancellationToken(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Prepares for a new cell. */
  void reset() {
    synchronized (acting) {
      cancelled = false;
      acknowledged = false;
    }
  }

  /**
   * Requests that the cell stop.
   *
   * @param repeated whether this repeats the previous request
   * @param action stops what runs now; skipped if the request was acknowledged
   */
  void cancel(boolean repeated, Runnable action) {
    synchronized (acting) {
      boolean same = repeated || nanoTime.getAsLong() - acknowledgedAt < ONE_REQUEST_NANOS;
      if (acknowledged && same) {
        return;
      }
      acknowledged = false;
      cancelled = true;
      action.run();
    }
  }

  /** Says that the running statement has received the request and will end by itself. */
  void acknowledge() {
    synchronized (acting) {
      cancelled = false;
      acknowledged = true;
      acknowledgedAt = nanoTime.getAsLong();
    }
  }

  /** Whether the cell is to stop. Never waits. */
  boolean isCancelled() {
    return cancelled;
  }
}
