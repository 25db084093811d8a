package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/**
 * A process is killed (SIGKILL) at any moment of a PREDICT into the table that it reads. After each
 * kill the table has all of its rows, its own columns and its key, and its predictions are those of
 * one round: whole.
 */
class KilledInPlaceTest {
  private static final int ROWS = 40_000;

  /** Then comes how many milliseconds a round takes. */
  private static final String READY = "ready ";

  /** A process is killed in one of so many rounds. */
  private static final double MOST_ROUNDS = 2.5;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void theTableIsWholeWithPredictionsOfOneRound(Databases database) throws Exception {
    boolean isFile = database == Databases.DUCKDB;
    String source =
        isFile ? "duckdb://" + folder.resolve("killed.duckdb") : database.server().url();
    int kills =
        isFile
            ? Integer.getInteger("test.kills", 12) / 2
            : Integer.getInteger("test.serverKills", 4);
    List<String> expected = prepare(database, source);
    Random random = new Random(7);
    for (int kill = 0; kill < kills; kill++) {
      double rounds = MOST_ROUNDS * random.nextDouble();
      ChildJvm.killed(
          ChildJvm.start(
              List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Worker.class, source, kill % 2),
          READY,
          line -> (long) (rounds * Integer.parseInt(line.substring(READY.length()))));
      try (SqlflowMagic magic = ChildJvm.magic(source)) {
        assertThat(row(magic, "SELECT count(*), count(DISTINCT id), sum(id), count(note) FROM own"))
            .containsExactly("" + ROWS, "" + ROWS, "" + (ROWS - 1L) * ROWS / 2, "" + ROWS);
        assertThat(row(magic, "SELECT count(code), sum(code) FROM own"))
            .isIn(List.of("" + ROWS, expected.get(0)), List.of("" + ROWS, expected.get(1)));
        assertThatThrownBy(() -> ChildJvm.run(magic, "INSERT INTO own (id, note) VALUES (1, 'x')"))
            .as("its key")
            .isInstanceOf(MagicException.class);
      }
    }
  }

  /** Makes the table, two models, and first predictions; the sums of both models' predictions. */
  private static List<String> prepare(Databases database, String source) {
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      for (String table : List.of("sqlflow_models", "own", "probe")) {
        ChildJvm.run(magic, "DROP TABLE IF EXISTS " + table);
      }
      ChildJvm.run(
          magic,
          "CREATE TABLE own (id INTEGER PRIMARY KEY, a DOUBLE PRECISION, b DOUBLE PRECISION, note"
              + " VARCHAR(20) NOT NULL)");
      ChildJvm.run(
          magic,
          "INSERT INTO own SELECT i, sin(i), cos(i * 7), 'n' FROM " + database.numbers(ROWS));
      List<String> sums =
          IntStream.of(0, 1)
              .mapToObj(
                  model -> {
                    ChildJvm.run(
                        magic,
                        "SELECT * FROM own LIMIT 2000 TO TRAIN kmeans WITH n_clusters = "
                            + (200 + model)
                            + ", kmeans_init = 1, train_max_iters = 2, train.verbose = 0 COLUMN a,"
                            + " b INTO m"
                            + model);
                    ChildJvm.run(magic, "SELECT * FROM own TO PREDICT probe.code USING m" + model);
                    return row(magic, "SELECT sum(code) FROM probe").get(0);
                  })
              .toList();
      assertThat(sums.get(0)).isNotEqualTo(sums.get(1));
      predict(magic, 0);
      return sums;
    }
  }

  private static void predict(SqlflowMagic magic, int round) {
    ChildJvm.run(magic, "SELECT * FROM own TO PREDICT own.code USING m" + round % 2);
  }

  private static List<String> row(SqlflowMagic magic, String sql) {
    Table table = ChildJvm.run(magic, sql).to_dataframe();
    return IntStream.range(0, table.columnCount())
        .mapToObj(column -> table.getString(0, column).replaceAll("\\.0*$", ""))
        .toList();
  }

  /** Predicts by one model and by the other, round after round. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] words) {
      SqlflowMagic magic = ChildJvm.magic(words[0]);
      int first = Integer.parseInt(words[1]);
      predict(magic, first);
      long begun = System.nanoTime();
      predict(magic, first + 1);
      System.out.println(READY + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      System.out.flush();
      for (int round = first; ; round++) {
        predict(magic, round);
      }
    }
  }
}
