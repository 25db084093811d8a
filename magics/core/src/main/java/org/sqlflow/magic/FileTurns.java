package org.sqlflow.magic;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.FileInUseException;

/**
 * Opens database files that another process may hold, in turns with it. Used by one thread at a
 * time.
 *
 * @param sharing asks the other process
 * @param cancelled whether the user stopped the cell that waits
 */
record FileTurns(FileSharing sharing, BooleanSupplier cancelled) {
  /** How long a cell waits for another process without a message. */
  private static final Duration SILENT_WAIT = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** How often the holder of a file may fail to answer before it is taken for another program. */
  private static final int MOST_SILENT = 6;

  /**
   * Opens a database. If another process holds its file, waits until that process has released it.
   *
   * @param listener hears of a process that holds it for long
   * @param asksForFile whether the other process is asked for it; otherwise its file is in use
   * @throws FileInUseException if the file is not released
   * @throws MagicException if the other process would lose something
   */
  Database opened(
      DataSource source, Supplier<Database> opening, CellListener listener, boolean asksForFile) {
    long began = System.nanoTime();
    boolean[] said = {false};
    for (int silent = 0; ; ) {
      try {
        Database database = opening.get();
        source.file().filter(Files::exists).ifPresent(sharing::offer);
        return database;
      } catch (FileInUseException held) {
        FileSharing.Answer answer =
            asksForFile
                ? sharing.ask(
                    source.file().orElseThrow(),
                    process -> {
                      checkCancelled();
                      if (!said[0] && System.nanoTime() - began > SILENT_WAIT.toNanos()) {
                        said[0] = true;
                        listener.notice(waiting(source, process));
                      }
                    })
                : new FileSharing.Answer.Silent();
        if (answer instanceof FileSharing.Answer.Kept kept) {
          throw new MagicException(kept(source, kept), held);
        }
        silent += answer instanceof FileSharing.Answer.Silent ? 1 : 0;
        if (!asksForFile || silent == MOST_SILENT) {
          throw held;
        }
        pause();
      }
    }
  }

  private void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("interrupted while waiting for the database");
    }
  }

  private static String waiting(DataSource source, long process) {
    return "Waiting for " + source + ": another notebook (process " + process + ") is using it";
  }

  private static String kept(DataSource source, FileSharing.Answer.Kept kept) {
    return "another notebook (process "
        + kept.process()
        + ") holds "
        + source
        + " and cannot release it: "
        + kept.loss()
        + " would be lost. End that there, or shut down its kernel; or go on here with another"
        + " database: %sqlflow --connect duckdb://second.duckdb";
  }

  /**
   * Waits before another attempt: the holder may not have written yet how to ask for the file, or a
   * third process may have been faster.
   */
  private void pause() {
    checkCancelled();
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for the database");
    }
  }
}
