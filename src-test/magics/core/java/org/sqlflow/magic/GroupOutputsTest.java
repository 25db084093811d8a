package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** What TO PREDICT says of a row beside its group. */
class GroupOutputsTest extends CellsTest {
  private static final String ALL =
      " WITH predict.extra_outputs = [distance, confidence, second_group, margin, anomaly, reason],"
          + " predict.anomaly_threshold = 0.9 USING m";

  @BeforeEach
  void make() {
    run(
        """
        CREATE TABLE visits AS
        SELECT range AS id, range % 3 AS kind,
               CASE WHEN kind = 2 THEN 'web' ELSE 'shop' END AS place,
               1000.0 * kind + 40 * ((range * 7919) % 11) AS spend,
               5.0 * (kind % 2) + ((range * 104729) % 13) / 10.0 AS visits
        FROM range(600)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kmeans WITH n_clusters = 3",
        "kmeans WITH n_clusters = 3, model.distance = cosine",
        "kmeans WITH n_clusters = 3, model.distance = manhattan",
        "gaussianMixture WITH n_clusters = 3",
        "spectral WITH n_clusters = 3",
        "density WITH model.min_cluster_size = 20",
        "clusterModel WITH n_clusters = 3, pretrain_epochs = 5, train_max_iters = 50",
        "autoCluster WITH n_clusters = 3",
        "kmeans WITH n_clusters = 3, model.rules = 5",
        "gaussianMixture WITH n_clusters = 3, model.rules = 5",
        "density WITH model.min_cluster_size = 20, model.rules = 6"
      })
  void eachKindOfModelSaysThem(String estimator) {
    run("SELECT * FROM visits TO TRAIN " + estimator + " COLUMN spend, visits INTO m");
    run("SELECT * FROM visits TO PREDICT o.g" + ALL);

    // A training row's anomaly is its rank within the group.
    assertThat(
            (Double)
                value(
                    "SELECT max(abs(anomaly - nearer)) FROM (SELECT anomaly, (rank() OVER"
                        + " (PARTITION BY g ORDER BY distance) - 1) / count(*) OVER (PARTITION BY"
                        + " g) AS nearer FROM o WHERE g IS NOT NULL)"))
        .isLessThan(0.02);
    assertThat(value("SELECT count(*) FROM o WHERE is_anomaly <> (anomaly >= 0.9)")).isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM o WHERE second_group = g")).isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM o WHERE margin < 0 OR margin > 1")).isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM o WHERE g IS NOT NULL AND second_group IS NULL"))
        .isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM o WHERE (g IS NULL) <> (reason IS NULL)")).isEqualTo(0L);
  }

  @Test
  void oneCrowdHasNoOtherGroup() {
    run("SELECT setseed(0.5)");
    run("CREATE TABLE crowd AS SELECT i AS id, random() AS a, random() AS b FROM range(400) r(i)");
    run("SELECT * FROM crowd TO TRAIN autoCluster COLUMN a, b INTO m");
    run("SELECT * FROM crowd TO PREDICT o.g" + ALL);

    assertThat(value("SELECT count(DISTINCT g) FROM o")).isEqualTo(1L);
    assertThat(value("SELECT count(second_group) + count(margin) + count(reason) FROM o"))
        .isEqualTo(0L);
    assertThat((Long) value("SELECT count(*) FROM o WHERE is_anomaly")).isBetween(38L, 42L);
  }

  @Test
  void aReasonSaysWhetherSomethingIsTrue() {
    run("CREATE TABLE members AS SELECT *, kind = 1 AS vip FROM visits");
    run("SELECT * FROM members TO TRAIN kmeans WITH n_clusters = 3 COLUMN vip, spend INTO m");
    run("SELECT * FROM members TO PREDICT o.g" + ALL);

    assertThat((String) value("SELECT reason FROM o WHERE vip LIMIT 1"))
        .matches("vip=true: group \\d has 100 %, group \\d has 0 %.*");
  }

  @Test
  void theMarginOfKMeansIsTheDifferenceOfItsSoftAssignments() {
    run("SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN spend, visits INTO m");
    run("SELECT * FROM visits TO PREDICT o.g" + ALL);

    // With three groups the second one has at least half of what the first one leaves.
    assertThat(
            value(
                "SELECT count(*) FROM o WHERE margin > confidence - (1 - confidence) / 2 + 1e-6"
                    + " OR margin < 2 * confidence - 1 - 1e-6"))
        .isEqualTo(0L);
  }

  @Test
  void theReasonNamesTheFeaturesInOriginalUnits() {
    run(
        "SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN spend, INDICATOR(place)"
            + " INTO m");
    run("ALTER MODEL m NAME GROUPS (0 = 'a', 1 = 'b', 2 = 'c')");
    run("SELECT * FROM visits TO PREDICT o.g" + ALL);

    Table web = run("SELECT DISTINCT reason FROM o WHERE kind = 2 AND spend = 2000").to_dataframe();
    assertThat(web.stringColumn(0).asList()).hasSize(1);
    assertThat(web.getString(0, 0))
        .matches(
            "(place=web: [abc] \\([012]\\) has 100 %, [abc] \\([012]\\) has 0 %; spend 2,000:"
                + " 2,[12]\\d\\d and 1,[12]\\d\\d|spend 2,000: [abc] \\([012]\\) has 2,[12]\\d\\d,"
                + " [abc] \\([012]\\) has 1,[12]\\d\\d; place=web: 100 % and 0 %)");
  }

  @Test
  void aRowFarFromAllOfTheTrainingIsAnAnomaly() {
    run("SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN spend, visits INTO m");
    run("SELECT 1e6 AS spend, 3 AS visits TO PREDICT o.g" + ALL);

    Table row = run("SELECT anomaly, is_anomaly FROM o").to_dataframe();
    assertThat(row.doubleColumn("anomaly").get(0)).isEqualTo(1);
    assertThat(row.booleanColumn("is_anomaly").get(0)).isTrue();
  }

  @Test
  void theTableThatIsReadTakesThemTwice() {
    run("SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN spend, visits INTO m");
    for (int time = 0; time < 2; time++) {
      run("SELECT * FROM visits TO PREDICT visits.g" + ALL);
    }
    assertThat(value("SELECT count(is_anomaly) + count(reason) FROM visits")).isEqualTo(1200L);
  }
}
