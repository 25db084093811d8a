package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.servers.Databases;

/** Several sessions on one database that train and predict into the same names at the same time. */
class SharedDatabaseTest {
  private static final int SESSIONS = 3;
  private static final int ROUNDS = 8;

  @TempDir Path folder;
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2")
  void oneOfThemWinsWholeAndTheOthersAreTold(Databases database) throws Exception {
    String source =
        database == Databases.DUCKDB
            ? "duckdb://" + folder.resolve("shared.duckdb")
            : database.server().url();
    try (SqlflowMagic first = ChildJvm.magic(source)) {
      for (String table : List.of("sqlflow_models", "points", "p", "probe")) {
        ChildJvm.run(first, "DROP TABLE IF EXISTS " + table);
      }
      ChildJvm.run(
          first,
          "CREATE TABLE points AS SELECT i + 0.5 AS a, sin(i) AS b FROM " + database.numbers(3000));
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
      assertThat(number(first, "SELECT count(DISTINCT session_number) FROM p")).isEqualTo("1");
      if (database != Databases.DUCKDB) {
        // Where one can wait for the other, nobody has to try again.
        assertThat(refused).isEmpty();
      }
      assertThat(
              number(
                  first,
                  "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE"
                      + " 'sqlflow%'"))
          .isEqualTo("1");
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

  private void work(String source, int session) {
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      for (int round = 0; round < ROUNDS; round++) {
        attempt(
            magic,
            "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 50, kmeans_init = 1,"
                + " train_max_iters = 2, train.seed = "
                + session
                + " INTO m");
        attempt(
            magic,
            "SELECT *, " + session + " AS session_number FROM points TO PREDICT p.g USING m");
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
