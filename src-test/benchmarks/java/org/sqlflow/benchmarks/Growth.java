package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Time and memory from 10,000 to 3,000,000 rows of 10 numbers: TO TRAIN with fixed passes, TO
 * PREDICT, TO EVALUATE, each in a separate JVM, so that none inherits memory of another.
 */
final class Growth {
  static final String CHILD = "growth-of";
  private static final int COLUMNS = 10;
  private static final int FEW_ROWS = 2_000;
  private static final List<String> STATEMENTS = List.of("TO TRAIN", "TO PREDICT", "TO EVALUATE");

  private Growth() {}

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    Section section =
        new Section(
            "Growth, 10 numbers a row",
            "rows",
            "statement",
            "seconds",
            "microseconds a row",
            "memory before, MB",
            "peak, MB",
            "bar, MB");
    String sizes = arguments.of("rows").orElse("10000,100000,500000,1000000,3000000");
    KernelSettings settings = KernelSettings.read();
    for (String rows : sizes.split(",", -1)) {
      Path folder = Files.createTempDirectory("sqlflow-growth");
      Path file = folder.resolve("growth.duckdb");
      try {
        try (Session session = new Session("duckdb://" + file)) {
          session.run(table("many", Integer.parseInt(rows)));
          session.run(table("few", FEW_ROWS));
        }
        for (String statement : STATEMENTS) {
          Child.tell(settings, List.of(CHILD, rows, statement, file.toString()))
              .forEach(section::row);
        }
      } finally {
        try (var files = Files.list(folder)) {
          files.forEach(path -> path.toFile().delete());
        }
        Files.deleteIfExists(folder);
      }
    }
    section.note(
        "Each statement runs in a separate JVM with the kernel's flags, after the same one on "
            + FEW_ROWS
            + " rows; the peak is that of the statement alone. The table is in a DuckDB file, and"
            + " DuckDB's own memory is part of the peak. TO TRAIN clusterModel: 5 passes of"
            + " pre-training, 5 of clustering, k-means from 2 starts. The limit is twice the matrix"
            + " of float32 plus 400 MB.");
    return section;
  }

  /** One statement on so many rows, in this JVM. */
  static void child(int rows, String statement, String file) {
    try (Session session = new Session("duckdb://" + file)) {
      session.run(statement(statement, "few", FEW_ROWS));
      long before = Machine.megabytes();
      Machine.forgetPeak();
      long start = System.nanoTime();
      session.run(statement(statement, "many", rows));
      double seconds = (System.nanoTime() - start) / 1e9;
      Child.tell(
          String.format(Locale.ROOT, "%,d", rows),
          statement,
          Samples.number(seconds),
          String.format(Locale.ROOT, "%.1f", 1e6 * seconds / rows),
          String.valueOf(before),
          String.valueOf(Machine.peakMegabytes()),
          String.valueOf(400 + 2L * 4 * COLUMNS * rows / (1 << 20)));
    }
  }

  private static String table(String name, int rows) {
    List<String> columns = new ArrayList<>();
    for (int c = 0; c < COLUMNS; c++) {
      columns.add(String.format(Locale.ROOT, "(range * %d) %% 5 + random() AS c%d", 1 + c % 3, c));
    }
    return "CREATE TABLE "
        + name
        + " AS SELECT "
        + String.join(", ", columns)
        + " FROM range("
        + rows
        + ")";
  }

  private static String statement(String statement, String table, int rows) {
    String end =
        switch (statement) {
          case "TO TRAIN" -> training(table, rows);
          case "TO PREDICT" -> "predicted_" + table + ".g USING model_" + table;
          case "TO EVALUATE" -> "model_" + table + " INTO scores_" + table;
          default -> throw new IllegalArgumentException("no statement " + statement);
        };
    return "SELECT * FROM " + table + " " + statement + " " + end;
  }

  private static String training(String table, int rows) {
    int batches = 5 * ((rows + 255) / 256);
    return "clusterModel WITH model.n_clusters = 5, model.encode_units = [32, 4],"
        + " model.pretrain_epochs = 5, model.train_max_iters = "
        + batches
        + ", model.train_use_tol = false, model.kmeans_init = 2 INTO model_"
        + table;
  }
}
