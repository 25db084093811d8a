package org.sqlflow.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.kernel.Main;

class ProcessLimitsTest {
  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max open files            %s                 1048576              files
      Max address space         %s            unlimited            bytes
      """;

  @Test
  void whatIsTooLowIsSaidWithWhatToDo() {
    assertThat(ProcessLimits.tooLow(LIMITS.formatted("1024", "unlimited"), 150, 1L << 30, 2))
        .isEmpty();
    assertThat(ProcessLimits.tooLow(LIMITS.formatted("64", "unlimited"), 150, 1L << 30, 2))
        .singleElement()
        .asString()
        .contains("may open 64 files and needs about 250")
        .contains("ulimit -n 1024");
    assertThat(ProcessLimits.tooLow(LIMITS.formatted("1024", 2L << 30), 150, 1L << 30, 2))
        .singleElement()
        .asString()
        .contains("2048 MB of address space and needs about 4096 MB")
        .contains("-Xmx512m");
    assertThat(ProcessLimits.tooLow("", 150, 1L << 30, 2)).isEmpty();
  }

  @Test
  void aKernelWithFewFilesDoesNotStartAndSaysWhy(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/limits")));
    Process kernel =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -n 64 && exec \"$@\"",
                "kernel",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                place(Main.class) + File.pathSeparator + place(JupyterConnection.class),
                Main.class.getName(),
                folder.resolve("none.json").toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(kernel.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(kernel.waitFor()).isEqualTo(2);
    assertThat(said.lines().toList())
        .isEqualTo(List.of(said.strip()))
        .first()
        .asString()
        .startsWith("the kernel can't start: this process may open 64 files");
  }

  /** More jars would need more files than there may be, in the test's long class path. */
  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
