package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Trainings in a Spark cluster of this machine: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
class SparkTrainsTest extends OnSpark {
  @BeforeAll
  void makeTables() {
    cells.run(
        "CREATE TABLE people AS SELECT id, 20 + 30 * (id % 3) + randn(1) AS age,"
            + " IF(id % 10 = 0, NULL, 1000 * (1 + id % 3) + 50 * randn(2)) AS income,"
            + " CASE id % 3 WHEN 0 THEN 'rent' WHEN 1 THEN 'own' ELSE 'other' END AS home,"
            + " id % 3 AS truth FROM range(0, 12000, 1, 4)");
    // Sorted by group within a partition, as tables often are: batches must be of all groups.
    cells.run(
        "CREATE TABLE many AS SELECT id, 5 * (id div 7500 % 2) + randn(1) AS a,"
            + " 5 * (id div 15000 % 2) + randn(2) AS b, 4 * (id div 7500 % 2) + randn(3) AS c,"
            + " 4 * (id div 15000 % 2) + randn(4) AS d,"
            + " IF(id div 7500 % 2 = 0, 'rent', 'own') AS home,"
            + " id div 7500 % 4 AS truth FROM range(0, 120000, 1, 4)");
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

  private static final String DEEP =
      "model.encode_units = [20, 2], model.pretrain_epochs = 3, model.train_max_iters = 2500";

  private static String deep(String type, String with) {
    return "SELECT * FROM many TO TRAIN "
        + type
        + " WITH train.seed = 3, train.engine = cluster, "
        + with
        + " COLUMN a, b, c, d, INDICATOR(home) ";
  }

  /** The adjusted Rand index of two columns (Hubert and Arabie 1985). */
  private double agreement(String one, String other, String rows) {
    Table counts =
        cells.run(
            "SELECT "
                + one
                + " AS o, "
                + other
                + " AS p, count(*) AS n FROM "
                + rows
                + " GROUP BY "
                + one
                + ", "
                + other);
    Map<Object, Double> ones = new HashMap<>();
    Map<Object, Double> others = new HashMap<>();
    double together = 0;
    double all = 0;
    for (int row = 0; row < counts.rowCount(); row++) {
      double count = ((Number) counts.get(row, 2)).doubleValue();
      together += pairs(count);
      all += count;
      ones.merge(counts.get(row, 0), count, Double::sum);
      others.merge(counts.get(row, 1), count, Double::sum);
    }
    double first = ones.values().stream().mapToDouble(SparkTrainsTest::pairs).sum();
    double second = others.values().stream().mapToDouble(SparkTrainsTest::pairs).sum();
    double chance = first * second / pairs(all);
    return (together - chance) / ((first + second) / 2 - chance);
  }

  private static double pairs(double count) {
    return count * (count - 1) / 2;
  }

  @Test
  void aClusterModelIsTrainedByPartitionsAndAgreesWithTheKernels() {
    String with = "model.n_clusters = 4, " + DEEP;
    cells.run(deep("clusterModel", with) + "INTO deep");
    String notes = cells.notes();
    Object first = digest("deep");
    cells.run(deep("clusterModel", with) + "INTO deep");
    cells.run(deep("clusterModel", with).replace("= cluster", "= local") + "INTO deep_here");
    cells.run("SELECT * FROM many TO PREDICT by_cluster.g USING deep");
    cells.run("SELECT * FROM many TO PREDICT by_kernel.g USING deep_here");

    assertThat(notes)
        .contains("the features are learnt from all 120,000 rows")
        .containsPattern("clusterModel started on a random sample of 9[0-9,]+|100,000 rows")
        .contains("passes over all rows in 2 partitions trained it")
        .contains("120,000");
    assertThat(digest("deep")).as("the same seed").isEqualTo(first);
    assertThat(agreement("truth", "g", "by_cluster")).isGreaterThan(0.98);
    assertThat(agreement("c.g", "k.g", "by_cluster c JOIN by_kernel k ON c.id = k.id"))
        .isGreaterThan(0.98);
    assertThat(cells.tables()).noneMatch(name -> name.startsWith("sqlflow_"));
  }

  @Test
  void theCasesOfPreTrainingWorkInTheCluster() {
    String clusters = "model.n_clusters = 4, " + DEEP;
    cells.run(
        deep("autoencoder", DEEP.replace(", model.train_max_iters = 2500", "")) + "INTO codes");
    assertThat(cells.notes()).contains("3 passes over all rows in 2 partitions trained it");
    for (String form :
        List.of(
            deep("clusterModel", clusters) + "USING codes INTO further",
            deep(
                    "clusterModel",
                    "model.run_pretrain = false, model.n_clusters = 4,"
                        + " model.train_max_iters = 2500")
                + "USING codes INTO unchanged",
            deep(
                    "clusterModel",
                    "model.run_pretrain = false, model.n_clusters = 4,"
                        + " model.train_max_iters = 2500")
                + "INTO plain")) {
      cells.run(form);
      assertThat(cells.notes()).as(form).contains("over all rows in 2 partitions trained it");
      cells.run(
          "SELECT * FROM many TO PREDICT of_case.g USING "
              + form.substring(form.lastIndexOf(' ') + 1));
      assertThat(agreement("truth", "g", "of_case")).as(form).isGreaterThan(0.98);
    }
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
  @CsvSource({
    "features of all rows, kmeans, model.kmeans_init = 1",
    "passes over all rows, kmeans, model.kmeans_init = 1",
    "pre-training, clusterModel, model.pretrain_epochs = 1000",
    "clustering, clusterModel, model.run_pretrain = false"
  })
  void anInterruptEndsAPhaseAndTheNextCellRuns(String phase, String type, String with)
      throws Exception {
    CompletableFuture<Throwable> training =
        cells.start(
            "SELECT p.age, p.home, r.id / 7 AS n FROM people p CROSS JOIN range(0, 400, 1, 4) r TO"
                + " TRAIN "
                + type
                + " WITH model.n_clusters = 9, train.seed = 1, train.engine = cluster, "
                + with
                + " COLUMN age, n, INDICATOR(home) INTO stopped");
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
