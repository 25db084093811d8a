package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions on one database that train and predict into the same names at the same time. */
class SharedDatabaseTest {
  private static final int SESSIONS = 3;
  private static final int ROUNDS = 8;

  @TempDir Path folder;
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();

  @Test
  void oneOfThemWinsWholeAndTheOthersAreTold() throws Exception {
    String source = "duckdb://" + folder.resolve("shared.duckdb");
    try (SqlflowMagic first = ChildJvm.magic(source)) {
      ChildJvm.run(
          first,
          "CREATE TABLE points AS SELECT range + 0.5 AS a, sin(range) AS b FROM range(3000)");
      ChildJvm.run(first, "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 INTO m");
      List<Thread> threads = new ArrayList<>();
      for (int session = 0; session < SESSIONS; session++) {
        int number = session;
        threads.add(new Thread(() -> work(source, number)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(broken).isEmpty();
      assertThat(refused)
          .allMatch(told -> told.startsWith("another session changed the same table or model"));
      assertThat(refused).hasSizeLessThan(2 * SESSIONS * ROUNDS);
      assertThat(ChildJvm.run(first, "SHOW MODELS").to_dataframe().rowCount()).isEqualTo(1);
      ChildJvm.run(first, "SELECT * FROM points LIMIT 10 TO PREDICT probe.g USING m");
      assertThat(number(first, "SELECT count(g) FROM p")).isEqualTo("3000");
      assertThat(number(first, "SELECT count(DISTINCT session) FROM p")).isEqualTo("1");
    }
  }

  private static String number(SqlflowMagic magic, String query) {
    return ChildJvm.run(magic, query).to_dataframe().getString(0, 0);
  }

  private void work(String source, int session) {
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      for (int round = 0; round < ROUNDS; round++) {
        attempt(
            magic,
            "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 50, kmeans_init = 1,"
                + " train_max_iters = 2, train.seed = "
                + session
                + " INTO m");
        attempt(magic, "SELECT *, " + session + " AS session FROM points TO PREDICT p.g USING m");
      }
    } catch (RuntimeException | Error error) {
      broken.add(error);
    }
  }

  private void attempt(SqlflowMagic magic, String statement) {
    try {
      ChildJvm.run(magic, statement);
    } catch (MagicException told) {
      refused.add(told.getMessage());
    }
  }
}
