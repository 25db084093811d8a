package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The archive of loaded classes (AppCDS) beside an installed kernel, with which it starts faster. A
 * JVM that it does not fit, such as one that was updated, ignores it.
 *
 * @param kernel the kernel's folder
 */
record StartupArchive(Path kernel) {
  private static final String REHEARSAL = "org.sqlflow.kernel.setup.Rehearsal";
  private static final long PATIENCE_SECONDS = 120;

  /** Makes it by a rehearsal of the kernel; false if that does not work on this machine. */
  boolean make() {
    Path log = kernel.resolve("rehearsal.log");
    try {
      Process rehearsal =
          KernelCommand.of(kernel.resolve(KernelJson.FILE))
              .running(REHEARSAL)
              .archiving()
              .builder()
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      rehearsal.getOutputStream().close();
      boolean ended = rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      rehearsal.destroyForcibly();
      Files.deleteIfExists(log);
      if (!ended || rehearsal.exitValue() != 0) {
        Files.deleteIfExists(file()); // a JVM that fails writes what it has
      }
      return Files.exists(file());
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Path file() {
    return kernel.resolve("sqlflow.jsa");
  }
}
