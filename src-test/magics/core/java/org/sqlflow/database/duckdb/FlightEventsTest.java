package org.sqlflow.database.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.magic.Sqlflow;

class FlightEventsTest {
  @TempDir Path folder;

  @Test
  void aDatabaseDoesNotLoadTheFlightRecorder() throws IOException, InterruptedException {
    Process fresh =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(fresh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("rows: 1", "org.duckdb.DuckDBDriver ")
        .doesNotContain("jdk.jfr.internal");
    assertThat(fresh.waitFor()).isZero();
  }

  /** Reads from a database. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] words) {
      try (Sqlflow sqlflow = Sqlflow.inFolder(Path.of(words[0]))) {
        System.out.println("rows: " + sqlflow.query("SELECT 1 AS one").rowCount());
      }
    }
  }
}
