package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import org.sqlflow.store.ModelStore;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/**
 * A process is killed (SIGKILL) at any moment of TRAIN, RETRAIN and PREDICT. After each kill the
 * database opens, and the model and the table are those of the round before or those of the next:
 * whole. The Maven profile {@code long} kills more often, as do {@code -Dtest.kills=200} over
 * DuckDB and {@code -Dtest.serverKills=50} over the others.
 */
class KilledProcessTest {
  private static final int ROWS = 50_000;

  /** A process is killed in one of so many rounds of TRAIN and PREDICT. */
  private static final double MOST_ROUNDS = 2.5;

  @TempDir Path folder;

  /** Databases whose server or file outlives the process. */
  enum Place {
    DUCKDB(Databases.DUCKDB, Integer.getInteger("test.kills", 12)) {
      @Override
      String source(Path folder) {
        return "duckdb://" + folder.resolve("killed.duckdb");
      }
    },
    POSTGRESQL(Databases.POSTGRESQL, Integer.getInteger("test.serverKills", 4)),
    MARIADB(Databases.MARIADB, Integer.getInteger("test.serverKills", 4));

    private final Databases database;
    private final int kills;

    Place(Databases database, int kills) {
      this.database = database;
      this.kills = kills;
    }

    String source(Path folder) {
      return database.server().url();
    }
  }

  /** How far the process said that it came. */
  private record Said(int trained, int predicted) {
    boolean inPredict(Said before) {
      return trained > before.trained && trained > predicted;
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whatWasThereOrWhatIsNewIsWhole(Place place) throws Exception {
    String source = place.source(folder);
    prepare(place, source);
    Random random = new Random(11);
    Said before = new Said(0, 0);
    int[][] found = new int[2][2];
    for (int kill = 0; kill < place.kills; kill++) {
      Process process =
          ChildJvm.start(
              List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Worker.class, source, before.trained);
      Said said = killed(process, MOST_ROUNDS * random.nextDouble(), before);
      try (SqlflowMagic magic = ChildJvm.magic(source)) {
        int model = model(magic, said);
        int table = table(magic, said);
        boolean predicting = said.inPredict(before);
        boolean renewed = predicting ? table > said.predicted : model > said.trained;
        found[predicting ? 1 : 0][renewed ? 1 : 0]++;
        before = new Said(model, table);
      }
    }
    System.out.println(
        Text.of(
            "%s: killed %d times in TRAIN (%d left the new model), %d times in PREDICT (%d left the"
                + " new table)",
            place, found[0][0] + found[0][1], found[0][1], found[1][0] + found[1][1], found[1][1]));
    assertThat(before.predicted()).as("rounds of work").isPositive();
    assertNothingElseIsLeft(source);
  }

  private static void prepare(Place place, String source) {
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      for (String table :
          List.of("sqlflow_models", "sqlflow_model_versions", "points", "output_table", "probe")) {
        ChildJvm.run(magic, "DROP TABLE IF EXISTS " + table);
      }
      ChildJvm.run(
          magic,
          "CREATE TABLE points AS SELECT i + 0.5 AS a, sin(i) AS b, cos(i) AS c FROM "
              + place.database.numbers(ROWS));
    }
  }

  /**
   * What a killed process left beside its table is gone after a later PREDICT, as people see it.
   */
  private static void assertNothingElseIsLeft(String source) throws InterruptedException {
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      String left = left(magic);
      // A server may take a while to notice that the process of a connection is gone.
      for (int attempt = 0; attempt < 50 && !left.equals("2"); attempt++) {
        Thread.sleep(200);
        ChildJvm.run(magic, "SELECT * FROM points LIMIT 100 TO PREDICT probe.code USING m");
        left = left(magic);
      }
      assertThat(left).as("tables of SQLFlow's own").isEqualTo("2");
    }
  }

  private static String left(SqlflowMagic magic) {
    return ChildJvm.run(
            magic,
            "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'sqlflow%'")
        .to_dataframe()
        .getString(0, 0);
  }

  /**
   * Reads what the process says and kills it in the middle of its work.
   *
   * @param rounds how many rounds it is to live, as long as that of which it tells
   */
  private static Said killed(Process process, double rounds, Said before)
      throws IOException, InterruptedException {
    int trained = before.trained;
    int predicted = before.predicted;
    StringBuilder all = new StringBuilder();
    Thread killer = null;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append('\n');
        String number = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("ready ")) {
          long wait = (long) (rounds * Integer.parseInt(number));
          killer = new Thread(() -> kill(process, wait));
          killer.start();
        } else if (killer != null && line.startsWith("trained ")) {
          trained = Integer.parseInt(number);
        } else if (killer != null && line.startsWith("predicted ")) {
          predicted = Integer.parseInt(number);
        }
      }
    }
    process.waitFor();
    assertThat(killer).as(all.toString()).isNotNull();
    killer.join();
    assertThat(all).doesNotContain("Exception");
    return new Said(trained, predicted);
  }

  private static void kill(Process process, long wait) {
    try {
      process.waitFor(wait, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    // The process itself would close its output, which is being read.
    process.toHandle().destroyForcibly();
  }

  /** The round of the stored model, which predicts. */
  private static int model(SqlflowMagic magic, Said said) {
    Table shown = ChildJvm.run(magic, "SHOW MODELS").to_dataframe();
    if (said.trained == 0 && !shown.stringColumn("name").contains("m")) {
      return 0;
    }
    String statement = ChildJvm.run(magic, "SHOW TRAIN m").to_dataframe().getString(0, 1);
    int round = Integer.parseInt(statement.replaceAll("(?s).*train.seed = (\\d+).*", "$1"));
    assertThat(round).isBetween(said.trained, said.trained + 1);
    assertEachVersionIsThere(magic, round);
    ChildJvm.run(magic, "SELECT * FROM points LIMIT 100 TO PREDICT probe.code USING m");
    Table probe =
        ChildJvm.run(magic, "SELECT count(code) FROM probe WHERE code >= 0").to_dataframe();
    assertThat(probe.getString(0, 0)).isEqualTo("100");
    return round;
  }

  /** The versions are those of the last rounds, none missing, and the last one is the default. */
  private static void assertEachVersionIsThere(SqlflowMagic magic, int round) {
    Table versions = ChildJvm.run(magic, "SHOW VERSIONS IN MODEL m").to_dataframe();
    int kept = Math.min(round, ModelStore.VERSIONS_KEPT);
    assertThat(versions.stringColumn("statement").asList())
        .extracting(statement -> statement.replaceAll("(?s).*train.seed = (\\d+).*", "$1"))
        .isEqualTo(
            IntStream.rangeClosed(round - kept + 1, round).mapToObj(String::valueOf).toList());
    assertThat(versions.stringColumn("default").asList().indexOf("default")).isEqualTo(kept - 1);
  }

  /** The round of the output table, all of whose rows are of one round and have a prediction. */
  private static int table(SqlflowMagic magic, Said said) {
    Table there =
        ChildJvm.run(
                magic,
                "SELECT count(*) FROM information_schema.tables WHERE table_name = 'output_table'")
            .to_dataframe();
    if (said.predicted == 0 && there.getString(0, 0).equals("0")) {
      return 0;
    }
    Table sums =
        ChildJvm.run(
                magic,
                "SELECT count(*), count(code), min(round), max(round),"
                    + " count(DISTINCT a) FROM output_table")
            .to_dataframe();
    String rows = Integer.toString(ROWS);
    assertThat(List.of(sums.getString(0, 0), sums.getString(0, 1), sums.getString(0, 4)))
        .containsOnly(rows);
    assertThat(sums.getString(0, 2)).isEqualTo(sums.getString(0, 3));
    int round = Integer.parseInt(sums.getString(0, 2));
    assertThat(round).isBetween(said.predicted, said.trained + 1);
    return round;
  }

  /** Trains or retrains and predicts, round after round, and says so. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] words) {
      SqlflowMagic magic = ChildJvm.magic(words[0]);
      // What is loaded once is no part of what is killed.
      round(magic, 0, "warm_model", "warm_table");
      long begun = System.nanoTime();
      round(magic, 0, "warm_model", "warm_table");
      say("ready " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      for (int round = Integer.parseInt(words[1]) + 1; ; round++) {
        round(magic, round, "m", "output_table");
      }
    }

    private static void round(SqlflowMagic magic, int round, String model, String table) {
      boolean again = round > 0 && round % 2 == 0;
      ChildJvm.run(
          magic,
          again
              ? "SELECT * FROM points LIMIT 300 TO RETRAIN m WITH train.seed = " + round
              : "SELECT * FROM points LIMIT 300 TO TRAIN kmeans WITH n_clusters = 3, kmeans_init ="
                  + " 1, train_max_iters = 2, train.verbose = 0, train.seed = "
                  + round
                  + " COLUMN a, b, c INTO "
                  + model);
      say("trained " + round);
      ChildJvm.run(
          magic,
          "SELECT *, "
              + round
              + " AS round FROM points TO PREDICT "
              + table
              + ".code USING "
              + model);
      say("predicted " + round);
    }

    private static void say(String what) {
      System.out.println(what);
      System.out.flush();
    }
  }
}
