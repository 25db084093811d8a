package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A separate JVM for a measurement that another would spoil. */
final class Child {
  private static final String SEPARATOR = "\t";

  private Child() {}

  /** Runs one as the kernel's JVM is run; what it printed, line by line. */
  static List<String[]> tell(KernelSettings settings, List<String> words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(settings.flags(), words));
    builder.environment().putAll(settings.environment());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", words) + " failed: " + text);
    }
    return text.lines()
        .filter(line -> line.contains(SEPARATOR))
        .map(line -> line.split(SEPARATOR, -1)) // the last cells may be empty
        .toList();
  }

  /** Tells a line, from within one. */
  static void tell(String... cells) {
    System.out.println(String.join(SEPARATOR, cells));
  }

  static List<String> command(List<String> flags, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags(flags));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(words);
    return command;
  }

  /** With the flags that no JVM can do without. */
  static List<String> flags(List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    all.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    all.add("-Dbenchmarks.folder=" + System.getProperty("benchmarks.folder"));
    return all;
  }
}
