package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.servers.Databases;

/** What is left of a TO PREDICT that the user stops, on each database. */
class PredictInterruptTest extends CellsTest {
  private static final int FEW = 100;
  private static final int MANY = 150_000;

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run(
        "DROP TABLE IF EXISTS points; DROP TABLE IF EXISTS p; DROP TABLE IF EXISTS sqlflow_models;"
            + " CREATE TABLE points AS SELECT i, sin(i) AS a, cos(i) AS b FROM "
            + database.numbers(MANY));
    run("SELECT * FROM points LIMIT 100 TO TRAIN kmeans WITH n_clusters = 2 COLUMN a, b INTO m");
    run("SELECT * FROM points LIMIT 100 TO PREDICT p.g USING m");
  }

  /** Runs a statement that is stopped after so many milliseconds, again and again if need be. */
  private void stopped(int after, String statement) throws InterruptedException {
    Thread canceller =
        new Thread(
            () -> {
              try {
                Thread.sleep(after);
                while (!Thread.currentThread().isInterrupted()) {
                  magic.cancel();
                  Thread.sleep(50);
                }
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
    canceller.start();
    try {
      run(statement);
    } finally {
      canceller.interrupt();
      canceller.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTableIsTheEarlierOneOrTheNewOne(Databases database) throws InterruptedException {
    on(database);

    int earlier = FEW;
    for (int after : new int[] {1, 40, 150, 400, 900}) {
      boolean finished = true;
      try {
        stopped(after, "SELECT * FROM points TO PREDICT p.g USING m");
      } catch (CancellationException stopped) {
        assertThat(stopped).hasMessageStartingWith("interrupted: ");
        finished = false;
      }
      int rows = ((Number) value("SELECT count(g) FROM p")).intValue();
      assertThat(rows).isIn(finished ? MANY : earlier, MANY);
      earlier = rows;
    }
    assertThat(
            value(
                "SELECT count(*) FROM information_schema.tables WHERE lower(table_name) LIKE"
                    + " 'sqlflow%'"))
        .as("those of the models and of their versions")
        .hasToString("2");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB"})
  void whoWaitsForAnotherSessionCanBeStopped(Databases database) throws Exception {
    on(database);
    try (Connection other = magic.connection();
        Statement reading = other.createStatement()) {
      other.setAutoCommit(false);
      reading.executeQuery("SELECT count(*) FROM p").close();

      assertThatThrownBy(() -> stopped(2000, "SELECT * FROM points TO PREDICT p.g USING m"))
          .isInstanceOf(CancellationException.class);

      assertThat(count(reading)).isEqualTo(FEW);
      other.commit();
    }
    run("SELECT * FROM points TO PREDICT p.g USING m");
    assertThat(value("SELECT count(g) FROM p")).hasToString(String.valueOf(MANY));
  }

  private static int count(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(g) FROM p")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
