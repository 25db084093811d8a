package org.sqlflow.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program to run.
 *
 * @param line the program and its arguments
 * @param folder its working folder
 * @param environment variables that differ from this process's; an empty value takes one away
 */
record Command(List<String> line, Path folder, Map<String, String> environment) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How it ended. */
  record Outcome(int status, String out, String err) {}

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return builder;
  }

  /** Runs it to its end; a run that hangs is shown with the stacks of its Java processes. */
  Outcome run() {
    return run(Optional.empty());
  }

  /** The same, reading from a file what a person would type. */
  Outcome run(Path typed) {
    return run(Optional.of(typed));
  }

  private Outcome run(Optional<Path> typed) {
    try {
      Path out = Files.createTempFile(folder, "out", ".txt");
      Path err = Files.createTempFile(folder, "err", ".txt");
      ProcessBuilder builder = builder();
      typed.ifPresent(file -> builder.redirectInput(file.toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        String stacks = ThreadDump.ofDescendants(process.toHandle());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(line + " hangs.\n" + Files.readString(err) + "\n" + stacks);
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
