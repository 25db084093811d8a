package org.sqlflow.kernel.java;

/** Replaces System.exit in cells. Public because the classes of cells call it. */
public final class NoExit {
  private NoExit() {}

  /**
   * Ends the cell instead of the kernel.
   *
   * @throws IllegalStateException always
   */
  public static void exit(int status) {
    throw new IllegalStateException(
        "System.exit("
            + status
            + ") would end the kernel and lose its variables: to end the cell, throw an exception;"
            + " to end the kernel, shut it down");
  }
}
