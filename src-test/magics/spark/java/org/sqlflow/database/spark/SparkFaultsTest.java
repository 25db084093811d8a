package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails or is stopped in a Spark cluster of this machine: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last tests take the tables away
class SparkFaultsTest extends OnSpark {
  private static final int ROWS = 6000;

  /** True, after a while: 6,000 rows in 8 partitions take two cores 15 s. */
  private static final String SLOWLY = "java_method('java.lang.Thread', 'sleep', 5L) = 'null'";

  private static final String SLOW_PEOPLE =
      "SELECT /*+ REPARTITION(8) */ id, age, income FROM people WHERE " + SLOWLY;

  @BeforeAll
  void makeTables() {
    makePeople();
    cells.run(
        "SELECT age, income FROM people TO TRAIN kmeans WITH model.n_clusters = 3, train.seed = 1"
            + " INTO near");
    cells.run("SELECT * FROM people TO PREDICT kept.g USING near");
  }

  private void makePeople() {
    cells.run(
        "CREATE TABLE people AS SELECT id, 20 + 30 * (id % 3) + randn(1) AS age,"
            + " 1000 * (1 + id % 3) + 50 * randn(2) AS income FROM range(0, "
            + ROWS
            + ", 1, 4)");
  }

  /** The executors say once each whether this is their first time. */
  private static String firstTime(String mark) {
    return "java_method('java.lang.System', 'setProperty', '" + mark + "', 'met') = 'null'";
  }

  /** Waits until executors work on a cell. */
  private void awaitTasks(long earlier, CompletableFuture<?> cell) throws Exception {
    while (cluster.startedTasks() <= earlier + 1 && !cell.isDone()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(cell).as("it is slow enough to be disturbed").isNotDone();
  }

  private void assertOnlyTheEarlierTables(List<String> earlier) {
    assertThat(cells.tables()).isEqualTo(earlier);
    assertThat(cells.number("SELECT count(g) FROM kept")).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", predict.extra_outputs = [distance]"})
  void aTaskThatDiesIsRunAgainAndEachRowIsThereOnce(String outputs) {
    String mark = "sqlflow.died" + outputs.length();
    cells.run(
        "SELECT id, age, IF(id = 5999 AND "
            + firstTime(mark)
            + ", raise_error('killed once'), income) AS income FROM people TO PREDICT again.g WITH"
            + " predict.replace = true"
            + outputs
            + " USING near");

    assertThat(cells.number("SELECT count(DISTINCT id) FROM again WHERE g IS NOT NULL"))
        .isEqualTo(ROWS);
    assertThat(cells.number("SELECT count(*) FROM again")).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " WITH predict.extra_outputs = [distance]"})
  void anExecutorThatIsKilledInTheMiddleLosesNothing(String outputs) throws Exception {
    long tasks = cluster.startedTasks();
    CompletableFuture<Throwable> prediction =
        cells.start(
            SLOW_PEOPLE
                + " TO PREDICT survived"
                + outputs.length()
                + ".g"
                + outputs
                + " USING near");
    awaitTasks(tasks, prediction);
    cluster.killExecutor();

    assertThat(prediction.get(5, TimeUnit.MINUTES)).isNull();
    assertThat(cells.number("SELECT count(g) FROM survived" + outputs.length())).isEqualTo(ROWS);
    assertThat(cells.number("SELECT count(DISTINCT id) FROM survived" + outputs.length()))
        .isEqualTo(ROWS);
  }

  @Test
  void executorsThatAlwaysDieFailTheCellAndLeaveTheEarlierTable() {
    List<String> tables = cells.tables();

    assertThatThrownBy(
            () ->
                cells.run(
                    "SELECT id, age, IF(id = 5999, CAST(java_method('java.lang.System', 'exit', 9)"
                        + " AS DOUBLE), income) AS income FROM people TO PREDICT kept.g WITH"
                        + " predict.replace = true USING near"))
        .hasMessageContaining("executor")
        .hasMessageNotContaining("Driver stacktrace");

    assertOnlyTheEarlierTables(tables);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the rows of a training | TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN age, income INTO"
            + " stopped",
        "the sample of a training | TO TRAIN kmeans WITH model.n_clusters = 3, train.sample = 500"
            + " COLUMN age, income INTO stopped",
        "predictions as SQL | TO PREDICT kept.g WITH predict.replace = true USING near",
        "predictions in the kernel | TO PREDICT kept.g WITH predict.replace = true,"
            + " predict.extra_outputs = [distance] USING near",
        "an evaluation | TO EVALUATE near",
        "an explanation | TO EXPLAIN near",
        "rules | TO EXPLAIN near USING rules",
        "monitoring | TO MONITOR near",
      })
  void anInterruptLeavesNothingAndTheNextCellRuns(String phase, String statement) throws Exception {
    List<String> tables = cells.tables();
    long tasks = cluster.startedTasks();
    CompletableFuture<Throwable> cell = cells.start(SLOW_PEOPLE + " " + statement);
    awaitTasks(tasks, cell);
    cells.interrupt();

    assertThat(cell.get(2, TimeUnit.MINUTES)).isInstanceOf(CancellationException.class);
    assertOnlyTheEarlierTables(tables);
    assertThat(cells.run("SHOW MODELS").stringColumn("name").asList()).containsExactly("near");
  }

  @Order(Integer.MAX_VALUE)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN age, income INTO stopped",
        "TO TRAIN autoencoder WITH train.engine = cluster COLUMN age, income INTO stopped",
        "TO PREDICT kept.g WITH predict.replace = true USING near",
        "TO PREDICT kept.g WITH predict.replace = true, predict.extra_outputs = [distance] USING"
            + " near",
      })
  void aServerThatIsLostInTheMiddleIsSaidAndTheNextCellConnectsAgain(String statement)
      throws Exception {
    long tasks = cluster.startedTasks();
    CompletableFuture<Throwable> cell =
        cells.start(
            SLOW_PEOPLE.replace("people", "range(0, 6000) JOIN (SELECT 1D AS age, 2D AS income)")
                + " "
                + statement);
    awaitTasks(tasks, cell);
    cluster.killServer();

    assertThat(cell.get(2, TimeUnit.MINUTES))
        .hasMessageContaining("the connection to " + cluster.url() + " was lost");
    cluster.startServer();
    assertThat(cells.number("SELECT 1")).isEqualTo(1);
    assertThat(cells.run("SHOW MODELS").stringColumn("name").asList()).containsExactly("near");
  }
}
