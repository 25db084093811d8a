package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings in a Spark cluster of this machine: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkTrainsTest {
  private SparkCluster cluster;
  private SparkCells cells;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    cluster = SparkCluster.start();
    cells = new SparkCells(cluster, folder);
    cells.run(
        "CREATE TABLE people AS SELECT id, 20 + 30 * (id % 3) + randn(1) AS age,"
            + " IF(id % 10 = 0, NULL, 1000 * (1 + id % 3) + 50 * randn(2)) AS income,"
            + " CASE id % 3 WHEN 0 THEN 'rent' WHEN 1 THEN 'own' ELSE 'other' END AS home,"
            + " id % 3 AS truth FROM range(0, 12000, 1, 4)");
  }

  @AfterAll
  void stop() {
    if (cells != null) {
      cells.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  private static final String COLUMNS = " COLUMN age, income, INDICATOR(home) INTO ";

  private static String train(String type, String with) {
    return "SELECT * FROM people TO TRAIN "
        + type
        + " WITH model.n_clusters = 3, train.seed = 1, train.on_null = mean, "
        + with;
  }

  private Object digest(String model) {
    return cells
        .run("SHOW MODELS")
        .where(models -> models.stringColumn("name").isEqualTo(model))
        .get(0, 4);
  }

  @ParameterizedTest
  @CsvSource({"kmeans, model.kmeans_init = 2", "gaussianMixture, model.starts = 1"})
  void passesFindTheGroupsAndTheSameSeedTheSame(String type, String with) {
    cells.run(train(type, with + ", train.engine = cluster") + COLUMNS + type + "_first");
    String notes = cells.notes();
    cells.run(train(type, with + ", train.engine = cluster") + COLUMNS + type + "_again");

    assertThat(notes)
        .contains("the features are learnt from all 12,000 rows")
        .containsPattern("[0-9]+ pass(es)? over all rows in [0-9]+ partition");
    assertThat(digest(type + "_again")).isEqualTo(digest(type + "_first"));
    cells.run("SELECT * FROM people TO PREDICT " + type + "_groups.g USING " + type + "_first");
    assertThat(
            cells.number(
                "SELECT count(*) FROM (SELECT DISTINCT truth, g FROM " + type + "_groups)"))
        .as("the groups are those of the truth")
        .isEqualTo(3);
    assertThat(cells.tables()).noneMatch(name -> name.startsWith("sqlflow_"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "standard", "robust"})
  void theClusterAndThisProcessAgree(String scale) {
    String with = "model.kmeans_init = 2, train.scale = " + scale;
    cells.run(train("kmeans", with + ", train.engine = cluster") + COLUMNS + "there");
    cells.run(train("kmeans", with + ", train.engine = local") + COLUMNS + "here");
    cells.run("SELECT * FROM people TO PREDICT by_cluster.g USING there");
    cells.run("SELECT * FROM people TO PREDICT by_kernel.g USING here");

    assertThat(
            cells.number(
                "SELECT count(*) FROM (SELECT DISTINCT c.g AS a, k.g AS b FROM by_cluster c JOIN"
                    + " by_kernel k ON c.id = k.id)"))
        .as("the same groups, whatever their numbers")
        .isEqualTo(3);
  }

  @Test
  void aDeepModelIsTrainedOnASampleAndPredictsInTheCluster() {
    cells.run(
        train("clusterModel", "model.encode_units = [20, 2], train.engine = cluster")
            + COLUMNS
            + "deep");
    assertThat(cells.notes())
        .contains("clusterModel is trained here on a random sample of 12,000 of 12,000 rows");
    cells.run("SELECT * FROM people TO PREDICT deep_groups.g USING deep");
    assertThat(cells.notes()).contains("The database computed them");
  }

  @Test
  void rowsThatFitAreTrainedOnHere() {
    cells.run(train("kmeans", "model.kmeans_init = 2") + COLUMNS + "small");

    assertThat(cells.notes()).doesNotContain("Trained in the cluster");
  }

  @Test
  void missingValuesAreRefusedBeforeAnyRowIsRead() {
    assertThatThrownBy(
            () ->
                cells.run(
                    "SELECT * FROM people TO TRAIN kmeans WITH model.n_clusters = 3, train.engine ="
                        + " cluster COLUMN age, income INTO refused"))
        .hasMessageContaining("NULL, NaN or infinity in income (1,200 of 12,000 rows)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"features of all rows", "passes over all rows"})
  void anInterruptEndsAPhaseAndTheNextCellRuns(String phase) throws Exception {
    CompletableFuture<Throwable> training =
        cells.start(
            "SELECT p.age, p.home, r.id / 7 AS n FROM people p CROSS JOIN range(0, 400, 1, 4) r TO"
                + " TRAIN kmeans WITH model.n_clusters = 9, train.seed = 1, model.kmeans_init = 1,"
                + " train.engine = cluster COLUMN age, n, INDICATOR(home) INTO stopped");
    while (!training.isDone()) {
      if (cells.phase().equals(phase)) {
        cells.interrupt(); // again and again: Spark forgets to stop a job that it still plans
      }
      TimeUnit.SECONDS.sleep(1);
    }

    assertThat(training.get()).isInstanceOf(CancellationException.class);
    assertThat(cells.tables()).noneMatch(name -> name.startsWith("sqlflow_"));
    assertThat(cells.run("SHOW MODELS").stringColumn("name").asList()).doesNotContain("stopped");
  }
}
