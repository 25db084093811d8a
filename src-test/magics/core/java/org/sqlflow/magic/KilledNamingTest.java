package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/**
 * A process is killed (SIGKILL) at any moment of ALTER MODEL … NAME GROUPS. After each kill the
 * model is whole, has the names of the round before or of the next, and predicts. {@code
 * -Dtest.namingKills=100} kills more often.
 */
class KilledNamingTest {
  private static final int KILLS = Integer.getInteger("test.namingKills", 3);

  private static final String NAMED = "named ";

  @TempDir Path folder;

  @Test
  void theNamesBeforeOrThoseAfterAreWhole() throws Exception {
    String source = "duckdb://" + folder.resolve("named.duckdb");
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      ChildJvm.run(
          magic,
          "CREATE TABLE points AS SELECT i % 2 * 10 + i / 100 AS a, sin(i) AS b FROM range(100)"
              + " t(i); SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 COLUMN a, b INTO"
              + " m; ALTER MODEL m NAME GROUPS (0 = 'round 0', 1 = 'and 0')");
    }
    Random random = new Random(7);
    int round = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          ChildJvm.start(
              List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Worker.class, source, round);
      int said =
          ChildJvm.killed(process, NAMED, line -> random.nextInt(150)).stream()
              .filter(line -> line.startsWith(NAMED))
              .mapToInt(line -> Integer.parseInt(line.substring(NAMED.length())))
              .max()
              .orElseThrow();
      try (SqlflowMagic magic = ChildJvm.magic(source)) {
        int found = round(magic);
        assertThat(found).isBetween(said, said + 1);
        round = found;
      }
    }
    assertThat(round).as("rounds of work").isPositive();
  }

  private static int round(SqlflowMagic magic) {
    ChildJvm.run(
        magic, "SELECT * FROM points TO PREDICT probe.g WITH predict.names = true USING m");
    Table names =
        ChildJvm.run(magic, "SELECT DISTINCT g_name FROM probe ORDER BY g_name").to_dataframe();
    String number = names.getString(0, 0).substring("and ".length());
    assertThat(names.stringColumn(0).asList()).containsExactly("and " + number, "round " + number);
    return Integer.parseInt(number);
  }

  /** Names the groups, round after round, and says so. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] words) {
      SqlflowMagic magic = ChildJvm.magic(words[0]);
      for (int round = Integer.parseInt(words[1]) + 1; ; round++) {
        ChildJvm.run(
            magic,
            "ALTER MODEL m NAME GROUPS (0 = 'round " + round + "', 1 = 'and " + round + "')");
        System.out.println(NAMED + round);
        System.out.flush();
      }
    }
  }
}
