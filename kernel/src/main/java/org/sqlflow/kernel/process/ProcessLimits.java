package org.sqlflow.kernel.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the limits that a shell or a service sets for this process. If they are too low, libraries
 * fail later with unrelated errors, so they are checked first. Known only on Linux.
 */
public final class ProcessLimits {
  private static final Path OWN = Path.of("/proc/self/limits");

  /** Files besides the jars: sockets, pipes, the database and its temporary files. */
  private static final int FURTHER_FILES = 100;

  /** Memory besides the heap: libraries, threads' stacks, Java's classes and DuckDB. */
  private static final long FURTHER_BYTES = 5L << 29;

  /** Memory that OpenBLAS reserves; if it gets none, it repeats the request in an endless loop. */
  private static final long BYTES_PER_PROCESSOR = 256L << 20;

  private static final String NO_MORE_FILES =
      "this process can't open more files: raise the limit, such as by ulimit -n 1024, before"
          + " Jupyter starts";

  private ProcessLimits() {}

  /** The limits that are too low, in sentences that say what to do. */
  public static List<String> tooLow() {
    try {
      int jars = System.getProperty("java.class.path", "").split(File.pathSeparator, -1).length;
      return tooLow(
          Files.readString(OWN),
          jars,
          Runtime.getRuntime().maxMemory(),
          Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      return Files.exists(OWN) ? List.of(NO_MORE_FILES) : List.of(); // not on Linux
    }
  }

  /**
   * The limits that are too low.
   *
   * @param limits the text of {@code /proc/self/limits}
   * @param jars the number of jars that may be open
   * @param heap the largest heap in bytes
   * @param processors the number of processors that training uses
   */
  static List<String> tooLow(String limits, int jars, long heap, int processors) {
    long files = jars + FURTHER_FILES;
    long bytes = heap + FURTHER_BYTES + processors * BYTES_PER_PROCESSOR;
    Optional<String> open =
        limit(limits, "Max open files").stream()
            .filter(most -> most < files)
            .mapToObj(
                most ->
                    "this process may open "
                        + most
                        + " files and needs about "
                        + files
                        + ": raise the limit, such as by ulimit -n 1024, before Jupyter starts")
            .findFirst();
    Optional<String> memory =
        limit(limits, "Max address space").stream()
            .filter(most -> most < bytes)
            .mapToObj(
                most ->
                    "this process may have "
                        + (most >> 20)
                        + " MB of address space and needs about "
                        + (bytes >> 20)
                        + " MB: raise the limit (ulimit -v unlimited) before Jupyter starts, or"
                        + " write a smaller heap, such as -Xmx512m, after java in kernel.json")
            .findFirst();
    return Stream.concat(open.stream(), memory.stream()).toList();
  }

  /** The soft limit; empty if there is none. */
  private static OptionalLong limit(String limits, String name) {
    Matcher line = Pattern.compile("^" + name + "\\s+(\\d+)\\s", Pattern.MULTILINE).matcher(limits);
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }
}
