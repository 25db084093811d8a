package org.sqlflow.kernel.command;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;
import org.sqlflow.text.Redactor;

/** What was typed in earlier shells, without passwords, in a file that only its user can read. */
final class ShellHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    super.add(time, Redactor.redacted(line));
  }

  /** Creates the file if it does not exist. If that fails, there is no history. */
  static void prepare(Path file) {
    try {
      if (Files.exists(file)) {
        return;
      }
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (IOException noHistory) {
      // The shell works without one.
    }
  }
}
