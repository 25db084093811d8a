package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;

/** Several kernels on one database that train and predict into the same names at the same time. */
class SharedDatabaseTest {
  private static final int SESSIONS = 3;
  private static final int ROUNDS = 8;
  private static final int KERNELS = 2;
  private static final int KERNEL_ROUNDS = 6;
  private static final int ROWS = 3000;

  @TempDir Path folder;

  /** Where one can wait for the other, nobody has to try again. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void kernelsTakeTurnsAndFindTheWorkOfOneOfThemWhole(Databases database) throws Exception {
    String source = database.server().url();
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      prepare(magic, database);

      List<String> said = ofKernels(source, magic);

      assertThat(said).allMatch(line -> line.equals("found a table of " + ROWS));
      assertThat(said).hasSize(KERNELS * KERNEL_ROUNDS);
      assertOneOfThemIsWhole(magic);
    }
  }

  /** Two processes cannot open one file. */
  @Test
  void ofTheSessionsOnAFileOneWinsWholeAndTheOthersAreTold() throws Exception {
    String source = "duckdb://" + folder.resolve("shared.duckdb");
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    try (SqlflowMagic first = ChildJvm.magic(source)) {
      prepare(first, Databases.DUCKDB);
      List<Thread> threads = new ArrayList<>();
      for (int session = 0; session < SESSIONS; session++) {
        int number = session;
        threads.add(
            new Thread(
                () -> {
                  try (SqlflowMagic magic = ChildJvm.magic(source)) {
                    for (int round = 0; round < ROUNDS; round++) {
                      // Who is refused the first model has none to predict with.
                      if (train(magic, number, refused::add)) {
                        predict(magic, number, refused::add);
                      }
                    }
                  } catch (RuntimeException | Error error) {
                    broken.add(error);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(broken).isEmpty();
      assertThat(refused)
          .allMatch(told -> told.startsWith("another session changed the same table or model"));
      assertThat(refused).hasSizeLessThan(2 * SESSIONS * ROUNDS);
      assertOneOfThemIsWhole(first);
    }
  }

  private static void prepare(SqlflowMagic magic, Databases database) {
    for (String table : List.of("sqlflow_models", "points", "p", "probe")) {
      ChildJvm.run(magic, "DROP TABLE IF EXISTS " + table);
    }
    ChildJvm.run(
        magic,
        "CREATE TABLE points AS SELECT i + 0.5 AS a, sin(i) AS b FROM " + database.numbers(ROWS));
  }

  private static void assertOneOfThemIsWhole(SqlflowMagic magic) {
    assertThat(ChildJvm.run(magic, "SHOW MODELS").to_dataframe().rowCount()).isEqualTo(1);
    ChildJvm.run(magic, "SELECT * FROM points LIMIT 10 TO PREDICT probe.g USING m");
    assertThat(number(magic, "SELECT count(g) FROM p")).isEqualTo(String.valueOf(ROWS));
    assertThat(number(magic, "SELECT count(DISTINCT session_number) FROM p")).isEqualTo("1");
    assertThat(
            number(
                magic,
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'sqlflow%'"))
        .isEqualTo("2");
  }

  /**
   * What kernels say, each a separate process, that begin each statement at the same time. In every
   * other round nothing of their names is there before.
   */
  private static List<String> ofKernels(String source, SqlflowMagic magic) throws Exception {
    List<Process> kernels = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try {
      for (int number = 0; number < KERNELS; number++) {
        kernels.add(
            ChildJvm.start(
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Kernel.class,
                source,
                number));
      }
      for (int step = 0; step < 2 * KERNEL_ROUNDS; step++) {
        for (Process kernel : kernels) {
          said.addAll(untilReady(kernel));
        }
        if (step % 4 < 2) {
          ChildJvm.run(magic, "DROP TABLE IF EXISTS " + (step % 2 == 0 ? "sqlflow_models" : "p"));
        }
        for (Process kernel : kernels) {
          kernel.getOutputStream().write('\n');
          kernel.getOutputStream().flush();
        }
      }
      for (Process kernel : kernels) {
        said.addAll(untilReady(kernel));
        kernel.getOutputStream().close();
        assertThat(kernel.waitFor()).isZero();
      }
    } finally {
      kernels.forEach(Process::destroyForcibly);
    }
    return said;
  }

  private static List<String> untilReady(Process kernel) throws IOException {
    BufferedReader lines = kernel.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.equals(Kernel.READY)) {
      all.append(line).append('\n');
      if (line.startsWith(Kernel.SAYS)) {
        said.add(line.substring(Kernel.SAYS.length()));
      }
      line = lines.readLine();
    }
    assertThat(line).as(all.toString()).isNotNull();
    assertThat(all).doesNotContain("Exception");
    return said;
  }

  /** Trains or predicts for each line that it reads; says what was refused and what it finds. */
  static final class Kernel {
    /** Begins what it says to the test; libraries may tell people something too. */
    static final String SAYS = "says: ";

    static final String READY = SAYS + "ready";

    private Kernel() {}

    public static void main(String[] words) throws IOException {
      int number = Integer.parseInt(words[1]);
      try (SqlflowMagic magic = ChildJvm.magic(words[0])) {
        number(magic, "SELECT count(*) FROM points");
        System.out.println(READY);
        while (System.in.read() >= 0) {
          train(magic, number, Kernel::refused);
          System.out.println(READY);
          System.in.read();
          predict(magic, number, Kernel::refused);
          String found = "SELECT count(g) FROM p GROUP BY session_number";
          for (String rows : ChildJvm.run(magic, found).to_dataframe().column(0).asStringColumn()) {
            System.out.println(SAYS + "found a table of " + rows);
          }
          System.out.println(READY);
        }
      }
      System.exit(0);
    }

    private static void refused(String told) {
      System.out.println(SAYS + "refused: " + told);
    }
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL, SET lock_timeout = 200", "MARIADB, SET lock_wait_timeout = 1"})
  void whoMayNotWaitLongerIsTold(Databases database, String patience) throws Exception {
    try (SqlflowMagic magic = ChildJvm.magic(database.server().url())) {
      for (String table : List.of("sqlflow_models", "p")) {
        ChildJvm.run(magic, "DROP TABLE IF EXISTS " + table);
      }
      String query = "SELECT i + 0.5 AS a FROM " + database.numbers(100);
      ChildJvm.run(magic, query + " TO TRAIN kmeans WITH n_clusters = 2 INTO m");
      ChildJvm.run(magic, query + " TO PREDICT p.g USING m");
      try (Connection other = magic.connection();
          Statement reading = other.createStatement()) {
        other.setAutoCommit(false);
        reading.executeQuery("SELECT * FROM p").close();

        assertThatThrownBy(
                () -> ChildJvm.run(magic, patience + "; " + query + " TO PREDICT p.g USING m"))
            .isInstanceOf(MagicException.class)
            .hasMessageStartingWith(
                "another session changed the same table or model at the same time: run the"
                    + " statement again (")
            .hasMessageNotContaining("Exception");
        other.commit();
      }
      assertThat(number(magic, "SELECT count(g) FROM p")).isEqualTo("100");
      ChildJvm.run(magic, query + " TO PREDICT p.g USING m");
    }
  }

  private static String number(SqlflowMagic magic, String query) {
    return ChildJvm.run(magic, query).to_dataframe().getString(0, 0);
  }

  private static boolean train(SqlflowMagic magic, int session, Consumer<String> refused) {
    return attempt(
        magic,
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 50, kmeans_init = 1,"
            + " train_max_iters = 2, train.seed = "
            + session
            + " INTO m",
        refused);
  }

  private static void predict(SqlflowMagic magic, int session, Consumer<String> refused) {
    attempt(
        magic,
        "SELECT *, " + session + " AS session_number FROM points TO PREDICT p.g USING m",
        refused);
  }

  private static boolean attempt(SqlflowMagic magic, String statement, Consumer<String> refused) {
    try {
      ChildJvm.run(magic, statement);
      return true;
    } catch (MagicException told) {
      refused.accept(told.getMessage());
      return false;
    }
  }
}
