package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The archive of loaded classes (AppCDS) of an installed kernel, which makes it start faster. A JVM
 * that it does not match, such as an updated one, ignores it.
 *
 * @param kernel the kernel's folder
 */
record StartupArchive(Path kernel) {
  private static final String WARMUP = "org.sqlflow.kernel.setup.CdsWarmup";
  private static final long TIMEOUT_SECONDS = 120;

  /** Creates it by a warm-up run of the kernel; false if that does not work on this machine. */
  boolean create() {
    Path log = kernel.resolve("warmup.log");
    try {
      Process warmup =
          KernelCommand.of(kernel.resolve(KernelJson.FILE))
              .running(WARMUP)
              .archiving()
              .builder()
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      warmup.getOutputStream().close();
      boolean ended = warmup.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      warmup.destroyForcibly();
      Files.deleteIfExists(log);
      if (!ended || warmup.exitValue() != 0) {
        Files.deleteIfExists(file()); // a failing JVM writes an incomplete one
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
