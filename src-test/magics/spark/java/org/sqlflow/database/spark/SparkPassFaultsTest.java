package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What fails in the middle of a pass of averaged copies: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last tests take the rows away
class SparkPassFaultsTest extends OnSpark {
  private static final String PASSES = "pre-training";

  @BeforeAll
  void makeTables() {
    makeTable();
    cells.run(train(2, "kept"));
  }

  private void makeTable() {
    cells.run(
        "CREATE TABLE many AS SELECT id, 5 * (id % 2) + randn(1) AS a, 5 * (id % 4 div 2) +"
            + " randn(2) AS b, 4 * (id % 2) + randn(3) AS c FROM range(0, 120000, 1, 4)");
  }

  private static String train(int passes, String model) {
    return "SELECT * FROM many TO TRAIN autoencoder WITH model.encode_units = [80, 2],"
        + " train.seed = 3, train.engine = cluster, model.pretrain_epochs = "
        + passes
        + " COLUMN a, b, c INTO "
        + model;
  }

  /** A training that is within its passes. */
  private CompletableFuture<Throwable> started(int passes, String model) throws Exception {
    CompletableFuture<Throwable> training = cells.start(train(passes, model));
    while (!cells.phase().equals(PASSES) && !training.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long tasks = cluster.startedTasks();
    while (cluster.startedTasks() <= tasks && !training.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(training).as("it is slow enough to be disturbed").isNotDone();
    return training;
  }

  private Object digest(String model) {
    return cells
        .run("SHOW MODELS")
        .where(models -> models.stringColumn("name").isEqualTo(model))
        .get(0, 4);
  }

  private void assertNothingIsLeft() {
    assertThat(cells.tables()).containsExactly("many");
    assertThat(cells.run("SHOW MODELS").stringColumn("name").asList()).doesNotContain("stopped");
  }

  @Test
  @Order(1)
  void anExecutorThatIsKilledInAPassChangesNothing() throws Exception {
    cells.run(train(6, "undisturbed"));
    CompletableFuture<Throwable> training = started(6, "disturbed");
    cluster.killExecutor();

    assertThat(training.get(5, TimeUnit.MINUTES)).isNull();
    assertThat(digest("disturbed")).isEqualTo(digest("undisturbed"));
    assertNothingIsLeft();
  }

  @Test
  @Order(2)
  void anInterruptInAPassLeavesNothingAndTheNextCellRuns() throws Exception {
    CompletableFuture<Throwable> training = started(1000, "stopped");
    while (!training.isDone()) {
      cells.interrupt(); // again and again: Spark forgets to stop a job that it still plans
      TimeUnit.SECONDS.sleep(1);
    }

    assertThat(training.get()).isInstanceOf(CancellationException.class);
    assertThat(cells.number("SELECT count(*) FROM many")).isEqualTo(120_000);
    assertNothingIsLeft();
  }

  @Test
  @Order(3)
  void aServerThatIsLostInAPassIsSaidAndTheNextCellConnectsAgain() throws Exception {
    CompletableFuture<Throwable> training = started(1000, "stopped");
    cluster.killServer();

    assertThat(training.get(2, TimeUnit.MINUTES))
        .hasMessageContaining("the connection to " + cluster.url() + " was lost");
    cluster.startServer();
    assertThat(cells.number("SELECT 1")).isEqualTo(1);
    assertThat(cells.run("SHOW MODELS").stringColumn("name").asList())
        .contains("kept")
        .doesNotContain("stopped");
  }

  /** The rows of a lost executor are read again from files, which are gone by then. */
  @Test
  @Order(4)
  void aTaskThatFailsEachTimeFailsTheTrainingAndTheNextCellRuns() throws Exception {
    deleteFiles();
    makeTable();
    CompletableFuture<Throwable> training = started(1000, "stopped");
    deleteFiles();
    cluster.killExecutor();

    assertThat(training.get(5, TimeUnit.MINUTES))
        .hasMessageContaining("many")
        .hasMessageNotContaining("Driver stacktrace")
        .hasMessageNotContaining("\tat ");
    assertNothingIsLeft();
    assertThat(cells.run("SELECT 7").get(0, 0)).isEqualTo(7);
  }

  private void deleteFiles() throws Exception {
    Path table = cluster.work().resolve("warehouse/many");
    if (Files.exists(table)) {
      try (Stream<Path> files = Files.list(table)) {
        for (Path file : List.copyOf(files.toList())) {
          Files.delete(file);
        }
      }
      Files.delete(table);
    }
  }
}
