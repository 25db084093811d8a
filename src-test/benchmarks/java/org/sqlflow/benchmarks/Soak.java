package org.sqlflow.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Many cells and trainings in one process: memory, threads and open files, which must level after
 * the warm-up. {@code --cells 10000 --trainings 200}
 */
final class Soak {
  private static final int LINES = 10;

  private Soak() {}

  static void run(Arguments arguments) throws IOException {
    int cells = arguments.of("cells").map(Integer::parseInt).orElse(10_000);
    int trainings = arguments.of("trainings").map(Integer::parseInt).orElse(200);
    System.out.println("cells trainings  rss MB  heap MB  threads  open files");
    try (Session session = new Session()) {
      session.run(
          "CREATE TABLE points AS SELECT range AS id, sin(range) AS a, cos(range) AS b,"
              + " range % 7 AS c FROM range(5000)");
      int trained = 0;
      for (int cell = 1; cell <= cells; cell++) {
        session.query("SELECT " + cell + " AS n, * FROM points LIMIT 100");
        if ((long) cell * trainings / cells > trained) {
          train(session, trained++);
        }
        if (cell % Math.max(1, cells / LINES) == 0) {
          print(cell, trained);
        }
      }
    }
  }

  private static void train(Session session, int number) {
    String type = number % 2 == 0 ? "clusterModel" : "kmeans";
    String network =
        number % 2 == 0
            ? " encode_units = [16, 3] pretrain_epochs = 2 train_max_iters = 40"
            : " kmeans_init = 2";
    session.run(
        "SELECT * FROM points TO TRAIN "
            + type
            + " WITH n_clusters = 4 train.verbose = 0"
            + network
            + " COLUMN a, b, c INTO m"
            + number % 5);
    session.run("SELECT * FROM points TO PREDICT p.g USING m" + number % 5);
  }

  private static void print(int cells, int trainings) throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%5d %9d %7d %8d %8d %11d%n",
        cells,
        trainings,
        resident() >> 20,
        runtime.totalMemory() - runtime.freeMemory() >> 20,
        Thread.getAllStackTraces().size(),
        files());
  }

  /** Bytes of the process in memory; 0 where /proc tells nothing. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  private static int files() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
