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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** The same, by the script that an installation has. */
  private KernelCommand started(Path java) {
    List<String> line =
        new ArrayList<>(List.of("/bin/sh", Path.of("src/main/kernel/start").toAbsolutePath() + ""));
    line.addAll(kernel(java).argv());
    return new KernelCommand(line, kernel(java).environment());
  }

  private static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
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
    new StartScript(folder, Optional.empty(), false).write(folder, started(java()));
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
    new StartScript(folder, Optional.empty(), false).write(folder, started(Path.of("/gone/java")));
    assertThat(run(1, "--version"))
        .isEqualTo("/gone/java does not exist: install the SQLFlow kernel again\n");
  }

  @Test
  void tooLittleAddressSpaceIsSaidBeforeJavaFails() throws Exception {
    new StartScript(folder, Optional.empty(), false).write(folder, started(java()));
    String script = folder.resolve("sqlflow").toString();
    Process limited =
        new ProcessBuilder("sh", "-c", "ulimit -v 2000000 && exec \"$0\"", script)
            .redirectErrorStream(true)
            .start();
    String printed = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed)
        .startsWith(
            "this process may have 1953 MB of address space, which may be too little for Java: ");
    assertThat(run(7)).doesNotContain("address space");
  }

  /** What Java refuses beside the options of kernel.json, or overrules them with. */
  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -XX:+UseParallelGC",
    "JDK_JAVA_OPTIONS, -Xmx1g -XX:+UseG1GC",
    "_JAVA_OPTIONS, -XX:+UseParallelGC -Xmx1g",
    "_JAVA_OPTIONS, -XX:+UseZGC",
    "_JAVA_OPTIONS, -XX:-UseSerialGC",
    "JAVA_TOOL_OPTIONS, -XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC",
    "_JAVA_OPTIONS, -XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC",
    "_JAVA_OPTIONS, -Xshare:on",
    "JAVA_TOOL_OPTIONS, -Xshare:off",
    "_JAVA_OPTIONS, -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10",
    "JAVA_TOOL_OPTIONS, -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10",
    "JAVA_TOOL_OPTIONS, *",
    "JAVA_TOOL_OPTIONS, -XX:+OptionOfAnotherJava",
  })
  void javaStartsWhateverItsVariablesChoose(String variable, String options) throws Exception {
    Path json = folder.resolve("kernel.json");
    String template = Files.readString(Path.of("src/main/kernel/kernel.json"));
    int feature = Runtime.version().feature();
    KernelJson real = new KernelJson(thisJava(), feature, Path.of("src/main/kernel"), false);
    Files.writeString(json, real.fill(template));
    List<String> line = new ArrayList<>(KernelCommand.of(json).running("-version").argv());
    line.add(line.indexOf("-cp"), "-XX:+PrintFlagsFinal");
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put(variable, options.replace("*", "-Dmany=* -Dof=?"));

    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .containsPattern("UseSerialGC += true")
        .containsPattern("ArchiveRelocationMode += 0");
    if (options.contains("Xmx1g")) {
      assertThat(printed).containsPattern("MaxHeapSize += 1073741824 ");
    }
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
