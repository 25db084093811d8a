package org.sqlflow.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were taken on. */
final class Machine {
  private static final Pattern JAR = Pattern.compile("([a-z0-9_-]+?)-([0-9][^/]*?)\\.jar");
  private static final List<String> TOLD =
      List.of("deeplearning4j-nn", "nd4j-native", "openblas", "duckdb_jdbc", "tablesaw-core");

  private Machine() {}

  /** As a Markdown list. */
  static String text(Peers peers) throws IOException {
    String versions =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString())
            .map(JAR::matcher)
            .filter(Matcher::matches)
            .filter(jar -> TOLD.contains(jar.group(1)))
            .map(
                jar ->
                    jar.group(1) + " " + jar.group(2).replaceAll("-(linux|macosx|windows).*", ""))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return String.join(
        "\n",
        "- " + LocalDate.now(ZoneOffset.UTC) + ", load of the machine when it began: " + load(),
        "- " + Runtime.getRuntime().availableProcessors() + " cores of " + processor(),
        "- " + total("MemTotal") / 1024 + " MB of memory, " + system(),
        "- JDK " + Runtime.version() + ", " + versions,
        "- peers: " + peers.versions(),
        "");
  }

  private static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  private static String system() throws IOException {
    Path release = Path.of("/etc/os-release");
    Optional<String> name = Optional.empty();
    if (Files.exists(release)) {
      name =
          Files.readAllLines(release).stream()
              .filter(line -> line.startsWith("PRETTY_NAME="))
              .map(line -> line.replaceAll("PRETTY_NAME=|\"", ""))
              .findFirst();
    }
    return name.map(n -> n + ", ").orElse("")
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version").replaceFirst("-.*", "");
  }

  private static String processor() throws IOException {
    Path cpu = Path.of("/proc/cpuinfo");
    if (!Files.exists(cpu)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(cpu).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst(".*: *", ""))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static long total(String name) throws IOException {
    return kilobytes(Path.of("/proc/meminfo"), name);
  }

  /** The process's resident memory, in MB. */
  static long megabytes() {
    return status("VmRSS");
  }

  /** The most memory that was resident since {@link #forgetPeak}, in MB. */
  static long peakMegabytes() {
    return status("VmHWM");
  }

  static void forgetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException notLinux) {
      System.err.println("The peak is that of the whole run: " + notLinux);
    }
  }

  private static long status(String name) {
    try {
      return kilobytes(Path.of("/proc/self/status"), name) / 1024;
    } catch (IOException notLinux) {
      return 0;
    }
  }

  private static long kilobytes(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
