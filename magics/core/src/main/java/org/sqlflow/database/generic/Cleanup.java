package org.sqlflow.database.generic;

/** Cleaning up, where the error that made it necessary is the one to report. */
public final class Cleanup {
  private Cleanup() {}

  /** Runs the work, and then cleans up whether or not it failed. */
  public static void after(Runnable work, Runnable cleaning) {
    try {
      work.run();
    } catch (RuntimeException error) {
      despite(error, cleaning);
      throw error;
    }
    cleaning.run();
  }

  /** Cleans up after an error; a further error is added as a suppressed one. */
  public static void despite(RuntimeException error, Runnable cleaning) {
    try {
      cleaning.run();
    } catch (RuntimeException further) {
      error.addSuppressed(further);
    }
  }
}
