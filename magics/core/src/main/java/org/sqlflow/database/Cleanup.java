package org.sqlflow.database;

/** Putting things in order, where the error that made it necessary is the one to tell. */
final class Cleanup {
  private Cleanup() {}

  /** Works and cleans up, whatever came of the work. */
  static void after(Runnable work, Runnable cleaning) {
    try {
      work.run();
    } catch (RuntimeException error) {
      despite(error, cleaning);
      throw error;
    }
    cleaning.run();
  }

  /** Cleans up after an error; a further one goes along with it. */
  static void despite(RuntimeException error, Runnable cleaning) {
    try {
      cleaning.run();
    } catch (RuntimeException further) {
      error.addSuppressed(further);
    }
  }
}
