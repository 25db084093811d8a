package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Time and memory from 10,000 to 3,000,000 rows of 10 numbers: TO TRAIN with fixed passes, TO
 * PREDICT, TO EVALUATE, each number of rows in a JVM of its own.
 */
final class Growth {
  static final String CHILD = "growth-of";
  private static final int COLUMNS = 10;
  private static final int HEAP_MB = 2048;

  private Growth() {}

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    Section section =
        new Section(
            "Growth, 10 numbers a row",
            "rows",
            "statement",
            "seconds",
            "microseconds a row",
            "peak memory, MB",
            "bar, MB");
    String sizes = arguments.of("rows").orElse("10000,100000,1000000,3000000");
    for (String rows : sizes.split(",")) {
      List<String> flags = List.of("-XX:+UseSerialGC", "-Xmx" + HEAP_MB + "m");
      ProcessBuilder builder = new ProcessBuilder(Child.command(flags, List.of(CHILD, rows)));
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(rows + " rows failed: " + text);
      }
      text.lines()
          .filter(line -> line.contains("\t"))
          .forEach(line -> section.row(line.split("\t")));
    }
    section.note(
        "The table lies in a DuckDB file; DuckDB's own memory is part of the peak. TO TRAIN"
            + " clusterModel: 5 passes of pre-training, 5 of clustering, k-means from 2 starts. The"
            + " bar is the matrix of float32 twice, and 400 MB.");
    return section;
  }

  /** One number of rows, in this JVM. */
  static void child(int rows) throws IOException {
    Path folder = Files.createTempDirectory("sqlflow-growth");
    Path file = folder.resolve("growth.duckdb");
    try (Session session = new Session("duckdb://" + file)) {
      session.run(table(rows));
      session.run("CHECKPOINT");
      step(rows, "TO TRAIN", session, training(rows));
      step(rows, "TO PREDICT", session, "SELECT * FROM t TO PREDICT o.g USING m");
      step(rows, "TO EVALUATE", session, "SELECT * FROM t TO EVALUATE m INTO scores");
    } finally {
      try (var files = Files.list(folder)) {
        files.forEach(path -> path.toFile().delete());
      }
      Files.deleteIfExists(folder);
    }
  }

  private static String table(int rows) {
    List<String> columns = new ArrayList<>();
    for (int c = 0; c < COLUMNS; c++) {
      columns.add(
          String.format(
              Locale.ROOT,
              "(range * %d) %% 5 + random() AS c%d",
              Arrays.asList(1, 2, 3).get(c % 3),
              c));
    }
    return "CREATE TABLE t AS SELECT " + String.join(", ", columns) + " FROM range(" + rows + ")";
  }

  private static String training(int rows) {
    int batches = 5 * ((rows + 255) / 256);
    return "SELECT * FROM t TO TRAIN clusterModel WITH model.n_clusters = 5,"
        + " model.encode_units = [32, 4], model.pretrain_epochs = 5, model.train_max_iters = "
        + batches
        + ", model.train_use_tol = false, model.kmeans_init = 2 INTO m";
  }

  private static void step(int rows, String name, Session session, String statement) {
    Machine.forgetPeak();
    long start = System.nanoTime();
    session.run(statement);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(
        String.join(
            "\t",
            String.format(Locale.ROOT, "%,d", rows),
            name,
            Samples.number(seconds),
            String.format(Locale.ROOT, "%.1f", 1e6 * seconds / rows),
            String.valueOf(Machine.peakMegabytes()),
            String.valueOf(400 + 2L * 4 * COLUMNS * rows / (1 << 20))));
  }
}
