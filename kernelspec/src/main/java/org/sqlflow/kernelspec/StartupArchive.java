package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The class data sharing archive (AppCDS) of an installed kernel, which makes it start faster. It
 * is a static archive, dumped from a class list, and includes the classes of the JDK. A dynamic
 * archive (-XX:ArchiveClassesAtExit) is not sorted: nearly all of its pages become resident, those
 * with the classes of trainings too. From Java 25 on it is an AOT cache (JEP 514), which also has
 * linked classes and the profiles of the warm-up (JEP 515). A JVM that it does not match, such as
 * an updated one, ignores it.
 *
 * @param kernel the kernel's folder
 */
record StartupArchive(Path kernel) {
  private static final String WARMUP = "org.sqlflow.kernel.setup.CdsWarmup";
  private static final int MOST_LINES = 3;

  /**
   * Creates it with a warm-up run of the kernel, which takes seconds, on a slow machine minutes.
   *
   * @return why it was not created; empty if it was
   */
  Optional<String> create() {
    Path classes = kernel.resolve("classes.txt");
    try {
      KernelCommand warmup = KernelCommand.of(kernel.resolve(KernelJson.FILE)).running(WARMUP);
      Optional<String> failure =
          warmup.hasArchive()
              ? write(warmup.listing(classes), classes)
                  .or(() -> write(warmup.archiving(classes), file()))
              : write(warmup.caching(), file());
      Files.deleteIfExists(classes);
      return failure;
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Runs Java until it ends; returns why it did not write a file. */
  private Optional<String> write(KernelCommand command, Path written) {
    Path log = kernel.resolve("warmup.log");
    try {
      Process java =
          command.builder().redirectErrorStream(true).redirectOutput(log.toFile()).start();
      java.getOutputStream().close();
      int status = java.waitFor();
      String output = Files.readString(log);
      Files.deleteIfExists(log);
      if (status != 0) {
        Files.deleteIfExists(written); // a failing JVM leaves an incomplete archive
        return Optional.of("Java ended with status " + status + reason(output));
      }
      return Files.exists(written)
          ? Optional.empty()
          : Optional.of("Java wrote none" + reason(output));
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** The first lines that report an error, or else the last lines. */
  static String reason(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> errors =
        lines.stream()
            .filter(line -> line.matches("(?i).*(error|exception|cannot|unable).*"))
            .limit(MOST_LINES)
            .toList();
    int last = Math.max(0, lines.size() - MOST_LINES);
    List<String> shown = errors.isEmpty() ? lines.subList(last, lines.size()) : errors;
    return shown.isEmpty() ? "" : ": " + String.join("; ", shown);
  }

  Path file() {
    return kernel.resolve("sqlflow.jsa");
  }
}
