package org.sqlflow.kernel;

import java.io.PrintStream;
import java.util.List;

/**
 * Ends the process when a thread that it cannot do without has died, above all for lack of memory:
 * a kernel that no longer hears anything must not go on, mute and with the database's lock. Other
 * threads, such as those of Java cells, die alone.
 */
final class LastWords implements Thread.UncaughtExceptionHandler {
  private static final List<String> NEEDED =
      List.of("iothread", "reaper", "sqlflow-shell", "sqlflow-control", "sqlflow-heartbeat");

  private final PrintStream log;
  private final Runnable end;

  /**
   * A handler.
   *
   * @param log the log of the process, which no cell captures
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
        log.println("the kernel ends, since its thread " + thread.getName() + " died: " + thrown);
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
