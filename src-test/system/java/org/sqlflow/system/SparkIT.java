package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The installed kernel and a Spark cluster of this machine: {@code ./src-test/run -Pspark}. */
@ExtendWith(RealKernel.class)
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
class SparkIT {
  /** Needs a cluster, which other tests do not have. */
  static final String NOTEBOOK = "spark.ipynb";

  /** In this run's target folder, where people look at it. */
  private static final String PAGE = "spark.html";

  @TempDir private Path folder;

  @Test
  void theNotebookOfTheClusterRuns(InstalledKernel kernel) throws Exception {
    Path work = Path.of(System.getProperty("test.spark.work")).toAbsolutePath().normalize();
    Process cluster =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("test.spark.classes"),
                "org.sqlflow.database.spark.SparkCluster",
                System.getProperty("test.spark"),
                work.toString(),
                "2")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(cluster.getInputStream(), StandardCharsets.UTF_8))) {
      String url = lines.readLine();
      assertThat(url).as("the cluster started").startsWith("sc://");
      Path page = work.resolveSibling(PAGE);

      Command.Outcome outcome = run(kernel, url, page);

      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("The database computed them").contains("precision");
      assertThat(page).content().contains("<img alt=\"Map of kinds", "<img alt=\"Rules of kinds");
    } finally {
      cluster.getOutputStream().close();
      cluster.waitFor();
    }
  }

  private Command.Outcome run(InstalledKernel kernel, String url, Path page) throws IOException {
    Notebook notebook = Notebook.copyOf(NOTEBOOK, Files.createDirectories(folder));
    notebook.write();
    Map<String, String> environment = new HashMap<>(kernel.environment());
    environment.put("SQLFLOW_DATASOURCE", url);
    return new Command(
            List.of(
                kernel.prefix().resolve("bin/sqlflow").toString(),
                "run",
                notebook.file().toString(),
                "--html",
                page.toString()),
            folder,
            environment)
        .run();
  }
}
