package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.store.ModelFile;

/**
 * A process is killed (SIGKILL) at any moment of EXPORT MODEL. After each kill each file is whole:
 * that of the one model or of the other. {@code -Dtest.exportKills=50} kills more often.
 */
class KilledExportTest {
  private static final int KILLS = Integer.getInteger("test.exportKills", 3);
  private static final List<String> ENDINGS = List.of("sql", "sqlflow", "onnx", "pmml");

  @TempDir Path folder;

  @Test
  void eachFileIsWhole() throws Exception {
    String source = "duckdb://" + folder.resolve("killed.duckdb");
    List<byte[]> whole = new ArrayList<>();
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      ChildJvm.run(
          magic, "CREATE TABLE points AS SELECT i + 0.5 AS a, sin(i) AS b FROM range(20000) r(i)");
      for (int model = 1; model <= 2; model++) {
        ChildJvm.run(
            magic,
            "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 1000, kmeans_init = 1,"
                + " train_max_iters = 1, train.verbose = 0, train.seed = "
                + model
                + " INTO m"
                + model);
        for (String ending : ENDINGS) {
          Path file = folder.resolve("whole" + model + "." + ending);
          ChildJvm.run(magic, "EXPORT MODEL m" + model + " TO '" + file + "'");
          whole.add(Files.readAllBytes(file));
        }
      }
    }
    Random random = new Random(5);
    Set<String> found = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          ChildJvm.start(
              List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Worker.class, source, folder);
      killed(process, random.nextDouble());
      for (int i = 0; i < ENDINGS.size(); i++) {
        byte[] left = Files.readAllBytes(folder.resolve("m." + ENDINGS.get(i)));
        if (ENDINGS.get(i).equals("sqlflow")) {
          // The order of its maps differs between processes; its digest shows that it is whole.
          assertThat(ModelFile.read(folder.resolve("m.sqlflow")).name()).isIn("m1", "m2");
        } else {
          assertThat(List.of(whole.get(i), whole.get(i + ENDINGS.size())))
              .as(ENDINGS.get(i))
              .anyMatch(content -> Arrays.equals(content, left));
        }
        found.add(ENDINGS.get(i) + left.length);
      }
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(ENDINGS.size());
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      for (String ending : ENDINGS) {
        ChildJvm.run(magic, "EXPORT MODEL m1 TO '" + folder.resolve("m." + ending) + "'");
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("what a killed process left")
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  /** Kills a process after some of the time that a round takes, as it says itself. */
  private static void killed(Process process, double part)
      throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    boolean killed = false;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append('\n');
        if (line.startsWith("ready ")) {
          long round = Long.parseLong(line.substring("ready ".length()));
          process.waitFor((long) (part * 2 * round), TimeUnit.MILLISECONDS);
          // The process itself would close its output, which is being read.
          process.toHandle().destroyForcibly();
          killed = true;
        }
      }
    }
    process.waitFor();
    assertThat(killed).as(all.toString()).isTrue();
  }

  /** Exports two models to the same files, round after round. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] words) {
      SqlflowMagic magic = ChildJvm.magic(words[0]);
      round(magic, words[1], 1);
      long begun = System.nanoTime();
      round(magic, words[1], 2);
      System.out.println("ready " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      System.out.flush();
      for (int round = 1; ; round++) {
        round(magic, words[1], 1 + round % 2);
      }
    }

    private static void round(SqlflowMagic magic, String folder, int model) {
      for (String ending : ENDINGS) {
        ChildJvm.run(
            magic, "EXPORT MODEL m" + model + " TO '" + Path.of(folder, "m." + ending) + "'");
      }
    }
  }
}
