package org.sqlflow.kernel.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.sqlflow.kernel.display.CellDisplay;

/**
 * Shows the progress of trainings as a line that is overwritten on a terminal, or as an occasional
 * line in a log. Safe for use by several threads.
 */
final class TerminalProgress implements CellDisplay {
  private static final String RENEW = "\r\u001b[K";
  private static final long LOG_NANOS = Duration.ofSeconds(30).toNanos();

  private final PrintStream err;
  private final boolean renews;
  private Optional<String> latest = Optional.empty();
  private Optional<Long> loggedAt = Optional.empty();

  /**
   * Creates the progress for a stream.
   *
   * @param renews whether the stream is a terminal
   */
  TerminalProgress(PrintStream err, boolean renews) {
    this.err = err;
    this.renews = renews;
  }

  @Override
  public void show(DisplayData data) {
    update(data);
  }

  @Override
  public synchronized void update(DisplayData data) {
    String line = String.valueOf(data.getData(MIMEType.TEXT_PLAIN)).lines().findFirst().orElse("");
    latest = Optional.of(line);
    if (renews) {
      err.print(RENEW + line);
      err.flush();
      return;
    }
    long now = System.nanoTime();
    if (loggedAt.isEmpty()) {
      loggedAt = Optional.of(now);
    } else if (now - loggedAt.get() >= LOG_NANOS) {
      err.println(line);
      loggedAt = Optional.of(now);
    }
  }

  /** Ends the line in its last state; what follows goes below it. */
  synchronized void end() {
    latest.ifPresent(line -> err.println(renews ? "" : line));
    err.flush();
    latest = Optional.empty();
    loggedAt = Optional.empty();
  }
}
