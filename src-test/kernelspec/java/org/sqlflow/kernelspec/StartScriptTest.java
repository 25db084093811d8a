package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartScriptTest {
  @TempDir private Path folder;

  private KernelCommand kernel(Path java) {
    return new KernelCommand(
        List.of(
            java.toString(),
            "-Xmx1g",
            "-cp",
            folder.resolve("it's 100%") + "/*",
            "org.sqlflow.kernel.Main",
            "{connection_file}"),
        Map.of("ARENAS", "2 and 3"));
  }

  /** Prints how it was called, one word a line. */
  private Path java() throws IOException {
    Path java = folder.resolve("a java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$ARENAS\" \"$@\"\nexit 7\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private String run(int status, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(folder.resolve("sqlflow").toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(status);
    return printed;
  }

  @Test
  void theScriptPassesTheKernelsOptionsAndTheUsersWordsOn() throws Exception {
    new StartScript(folder, Optional.empty(), false).write(folder, kernel(java()));
    assertThat(run(7, "run", "a b.sql", "*").lines())
        .containsExactly(
            "2 and 3",
            "-Xmx1g",
            "-cp",
            folder.resolve("it's 100%") + "/*",
            "org.sqlflow.kernel.command.SqlflowCommand",
            "run",
            "a b.sql",
            "*");
  }

  @Test
  void theScriptSaysThatItsJavaIsGone() throws Exception {
    new StartScript(folder, Optional.empty(), false).write(folder, kernel(Path.of("/gone/java")));
    assertThat(run(1, "--version"))
        .isEqualTo("/gone/java does not exist: install the SQLFlow kernel again\n");
  }

  @Test
  void onWindowsItIsABatchFile() throws IOException {
    StartScript script =
        new StartScript(folder, Optional.of(folder.resolve("Scripts/sqlflow")), true);
    script.write(folder, kernel(Path.of("/jdk/java")));
    assertThat(Files.readString(folder.resolve("sqlflow.cmd")))
        .contains("set \"ARENAS=2 and 3\"\r\n")
        .contains("\"/jdk/java\" \"-Xmx1g\" \"-cp\" ", "it's 100%%/*\" ")
        .contains("org.sqlflow.kernel.command.SqlflowCommand %*\r\n");
    script.publish(Optional.empty());
    assertThat(Files.readString(folder.resolve("Scripts/sqlflow.cmd")))
        .isEqualTo("@\"" + folder.resolve("sqlflow.cmd") + "\" %*\r\n");
    assertThat(script.isPublished()).isTrue();
    script.withdraw();
    assertThat(folder.resolve("Scripts")).isEmptyDirectory();
  }
}
