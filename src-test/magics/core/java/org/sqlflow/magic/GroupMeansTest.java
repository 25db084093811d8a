package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Groups are described in the query's own numbers, however the rows come to the training. */
class GroupMeansTest extends CellsTest {
  private static final String REVENUES =
      """
      CREATE TABLE t AS
      SELECT i AS k, i % 3 * 1e9 + i % 5 AS revenue, CASE WHEN i % 10 > 0 THEN i % 2 END AS x
      FROM range(3000) r(i)
      """;

  private String differences(String model) {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(Output.Rows.class::cast)
        .filter(rows -> rows.title().orElse("").equals("Groups of " + model))
        .findFirst()
        .map(rows -> String.join("; ", rows.table().stringColumn("how it differs").asList()))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3, train.on_null = mean COLUMN"
            + " revenue",
        "SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3, train.on_null = skip COLUMN"
            + " revenue, BUCKET(x, [2])",
        "SELECT k, sum(revenue) AS REVENUE FROM t GROUP BY k TO TRAIN kmeans WITH model.n_clusters"
            + " = 3 COLUMN revenue",
        "SELECT [revenue] AS revenue FROM t TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN"
            + " DENSE(revenue, 1)",
        "SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3, train.sample = 0.9 COLUMN"
            + " revenue",
        "SELECT * FROM t TO TRAIN clusterModel WITH model.n_clusters = 3, model.run_pretrain ="
            + " false COLUMN revenue"
      })
  void smallNumbersBesideHugeOnesAreToldAsTheyAre(String training) {
    run(REVENUES);

    run(training + " INTO m");

    assertThat(differences("m"))
        .containsPattern("(?i)revenue(\\[1])? far below average \\(2 against ");
  }

  @Test
  void anExplanationHasTheMeansThatTheDatabaseComputes() {
    run(REVENUES);
    run(
        "SELECT * FROM t TO TRAIN kmeans WITH model.n_clusters = 3, train.on_null = skip COLUMN"
            + " revenue, x INTO m");
    run("SELECT * FROM t TO PREDICT p.g USING m");

    run("SELECT * FROM t TO EXPLAIN m INTO e");

    Table differing =
        run("""
        SELECT * FROM e JOIN (SELECT g, avg(revenue) AS revenue, avg(x) AS x FROM p
                              WHERE g IS NOT NULL GROUP BY g) ON group_id = g
        WHERE abs(mean - CASE feature WHEN 'revenue' THEN revenue ELSE x END)
              > 1e-15 * abs(mean)
        """)
            .to_dataframe();
    assertThat(differing.rowCount()).isZero();
    assertThat(value("SELECT count(*) FROM e")).isEqualTo(6L);
  }

  @Test
  void aMeanThatIsFilledInIsNoValueOfAGroup() {
    run(
        "CREATE TABLE n AS SELECT i % 2 * 10 AS a, CASE WHEN i > 3 THEN i % 2 END AS b"
            + " FROM range(10) r(i)");
    run(
        "SELECT * FROM n TO TRAIN kmeans WITH model.n_clusters = 2, train.on_null = mean COLUMN a,"
            + " b INTO m");

    run("SELECT * FROM n TO EXPLAIN m INTO e");

    assertThat(
            run("SELECT mean FROM e WHERE feature = 'b' ORDER BY mean")
                .to_dataframe()
                .doubleColumn(0)
                .asList())
        .containsExactly(0.0, 1.0);
  }

  @Test
  void aColumnAndItsLogarithmHaveNamesOfTheirOwn() {
    run(
        "CREATE TABLE s AS SELECT CASE i % 3 WHEN 0 THEN 10 WHEN 1 THEN 200 ELSE 20000 END AS spend"
            + " FROM range(300) r(i)");
    run(
        "SELECT * FROM s TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN spend, LOG(spend) INTO"
            + " m");

    run("SELECT * FROM s TO EXPLAIN m INTO e");

    assertThat(
            run("SELECT feature FROM e WHERE group_id = 0 ORDER BY feature")
                .to_dataframe()
                .stringColumn(0)
                .asList())
        .containsExactly("LOG(spend)", "spend");
    assertThat(
            (Double)
                value(
                    "SELECT max(abs(mean / s.spend - 1)) FROM e JOIN s ON abs(mean - s.spend) < 1"))
        .isLessThan(1e-12);
    assertThat(value("SELECT count(*) FROM e WHERE abs(\"standard deviations\") > 0.9"))
        .isEqualTo(3L);
  }
}
