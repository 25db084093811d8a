package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The test cluster itself. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
class SparkClusterTest {
  @Test
  void allProcessesEndWhenTheirOwnerIsKilled(@TempDir Path folder) throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(
                        SparkCluster.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString(),
                SparkCluster.class.getName(),
                System.getProperty("test.spark"),
                folder.resolve("work").toString(),
                "1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("sc://127.0.0.1:");
      List<ProcessHandle> started = owner.descendants().toList();
      assertThat(started).as("master, worker, server").hasSizeGreaterThanOrEqualTo(3);

      owner.destroyForcibly();

      CompletableFuture.allOf(
              started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(2, TimeUnit.MINUTES);
    }
  }
}
