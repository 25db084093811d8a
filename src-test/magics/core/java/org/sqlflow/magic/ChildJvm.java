package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.sqlflow.servers.DatabaseServer;

/** Cells in a separate Java process, which a test can starve or kill. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Starts the main method of a test class with this process's class path; its errors are in its
   * output.
   */
  static Process start(List<String> options, Class<?> main, Object... words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    for (Object word : words) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Reads what a process says, and kills it (SIGKILL) in a while: all lines, without an exception.
   *
   * @param word with which the line begins that starts the waiting
   * @param wait milliseconds, by the first such line
   */
  static List<String> killed(Process process, String word, ToLongFunction<String> wait)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Optional<Thread> killer = Optional.empty();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.startsWith(word) && killer.isEmpty()) {
          long milliseconds = wait.applyAsLong(line);
          killer = Optional.of(new Thread(() -> kill(process, milliseconds)));
          killer.get().start();
        }
      }
    }
    process.waitFor();
    String all = String.join("\n", lines);
    assertThat(killer).as(all).isPresent();
    killer.get().join();
    assertThat(all).doesNotContain("Exception");
    return lines;
  }

  private static void kill(Process process, long wait) {
    try {
      process.waitFor(wait, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    // The process itself would close its output, which is being read.
    process.toHandle().destroyForcibly();
  }

  /** The magic on a database; that of a server has the password of the tests. */
  static SqlflowMagic magic(String source) {
    return new SqlflowMagic(
        Map.of("SQLFLOW_DATASOURCE", source, "SQLFLOW_PASSWORD", DatabaseServer.PASSWORD),
        Path.of(""));
  }

  /** Runs a cell's statements and shows nothing. */
  static Result run(SqlflowMagic magic, String body) {
    return run(magic, body, CellListener.SILENT);
  }

  static Result run(SqlflowMagic magic, String body, CellListener listener) {
    String cell = CellsTest.MAGIC + "\n" + body;
    return magic.run(cell, CellsTest.MAGIC.length(), name -> Optional.empty(), listener);
  }
}
