package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/**
 * A process is killed (SIGKILL) at any moment of SET DEFAULT_VERSION, of a training that adds a
 * version, and of DROP MODEL m@n. After each kill one version is the default, and every version
 * that is listed predicts. {@code -Dtest.versionKills=100} kills more often.
 */
class KilledVersionsTest {
  private static final int KILLS = Integer.getInteger("test.versionKills", 3);
  private static final String TRAIN =
      "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 COLUMN a, b INTO m";

  @TempDir Path folder;

  @Test
  void everyVersionThatIsListedPredictsAndOneIsTheDefault() throws Exception {
    String source = "duckdb://" + folder.resolve("versions.duckdb");
    try (SqlflowMagic magic = ChildJvm.magic(source)) {
      ChildJvm.run(
          magic,
          "CREATE TABLE points AS SELECT i % 2 * 10 + i / 100 AS a, sin(i) AS b FROM range(100)"
              + " t(i); "
              + TRAIN
              + "; "
              + TRAIN);
    }
    Random random = new Random(7);
    int rounds = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          ChildJvm.start(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Worker.class, source);
      rounds += ChildJvm.killed(process, "round", line -> random.nextInt(300)).size();
      try (SqlflowMagic magic = ChildJvm.magic(source)) {
        Table versions = ChildJvm.run(magic, "SHOW VERSIONS IN MODEL m").to_dataframe();
        List<String> numbers = versions.column("version").asStringColumn().asList();
        assertThat(numbers).contains("1", "2").doesNotHaveDuplicates();
        assertThat(versions.stringColumn("default").asList()).containsOnlyOnce("default");
        for (String number : numbers) {
          ChildJvm.run(
              magic,
              "SELECT * FROM points TO PREDICT probe.g USING m@" + number + "; DROP TABLE probe");
        }
        ChildJvm.run(magic, "SELECT * FROM points TO PREDICT probe.g USING m; DROP TABLE probe");
      }
    }
    assertThat(rounds).as("rounds of work").isPositive();
  }

  /** Moves the default, adds a version and drops it, round after round, and says so. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] words) {
      SqlflowMagic magic = ChildJvm.magic(words[0]);
      while (true) {
        ChildJvm.run(magic, "ALTER MODEL m SET DEFAULT_VERSION = 1");
        ChildJvm.run(magic, TRAIN);
        Table versions = ChildJvm.run(magic, "SHOW VERSIONS IN MODEL m").to_dataframe();
        ChildJvm.run(magic, "ALTER MODEL m SET DEFAULT_VERSION = 2");
        for (int row = 0; row < versions.rowCount(); row++) {
          String number = versions.column("version").getString(row);
          if (!List.of("1", "2").contains(number)) {
            ChildJvm.run(magic, "DROP MODEL m@" + number);
          }
        }
        System.out.println("round");
        System.out.flush();
      }
    }
  }
}
