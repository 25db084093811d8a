package org.sqlflow.kernel;

import java.io.PrintStream;
import java.util.List;

/**
 * Ends the process when an essential thread has died, usually for lack of memory: a kernel that can
 * no longer receive messages must not stay and keep the database locked. When other threads die,
 * such as those of Java cells, the process goes on.
 */
final class LastWords implements Thread.UncaughtExceptionHandler {
  private static final List<String> NEEDED =
      List.of("iothread", "reaper", "sqlflow-shell", "sqlflow-control", "sqlflow-heartbeat");

  private final PrintStream log;
  private final Runnable end;

  /**
   * Creates the handler.
   *
   * @param log the log of the process, not captured by cells
   * @param end ends the process at once
   */
  LastWords(PrintStream log, Runnable end) {
    this.log = log;
    this.end = end;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    boolean isNeeded = NEEDED.stream().anyMatch(thread.getName()::startsWith);
    try {
      if (isNeeded) {
        log.println("the kernel ends because its thread " + thread.getName() + " died: " + thrown);
        log.flush();
      } else {
        System.err.println("the thread " + thread.getName() + " died");
        thrown.printStackTrace();
      }
    } finally {
      if (isNeeded) {
        end.run();
      }
    }
  }
}
