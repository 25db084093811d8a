package org.sqlflow.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What the threads of a kernel do, for a test that waits in vain. */
final class ThreadDump {
  private ThreadDump() {}

  static String of(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no thread dump of " + pid + ": " + e.getMessage();
    }
  }

  static String ofDescendants(ProcessHandle process) {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .map(child -> of(child.pid()))
        .collect(Collectors.joining("\n"));
  }
}
