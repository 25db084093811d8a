package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

class ExplainColumnsTest extends CellsTest {
  @BeforeEach
  void train() {
    run(
        """
        CREATE TABLE visits AS
        SELECT range AS id, range % 3 AS kind,
               10.0 * kind + (range % 7) / 10.0 AS m,
               5.0 * (kind % 2) AS n,
               kind = 1 AS bought,
               CASE WHEN range % 5 < kind THEN 'North' ELSE 'South' END AS region,
               kind * 100 + (range * 7919) % 50 AS revenue,
               DATE '2024-01-01' + (range % 30 + 100 * kind)::INT AS day,
               CASE WHEN range % 4 > 0 THEN (range // 3) % 9 END AS noise,
               'c' || range AS cust, [1, 2] AS l
        FROM range(3000)
        """);
    run("SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN m, n INTO g");
    run("SELECT * FROM visits TO PREDICT o.group_id USING g");
    heard.outputs.clear();
  }

  @Test
  void sharesAndMediansAreThoseOfTheRows() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN revenue, region, bought, day, noise INTO t");

    assertThat(
            value(
                "SELECT max(abs(t.value - s.median)) FROM t JOIN (SELECT group_id,"
                    + " median(revenue) AS median FROM o GROUP BY 1) s USING (group_id) WHERE"
                    + " \"column\" = 'revenue' AND measure = 'median'"))
        .isEqualTo(0.0);
    assertThat(
            (Double)
                value(
                    "SELECT max(abs(t.value - s.share)) FROM t JOIN (SELECT group_id,"
                        + " 100 * avg((region = 'North')::INT) AS share FROM o GROUP BY 1) s USING"
                        + " (group_id) WHERE category = 'North'"))
        .isLessThan(1e-9);
    assertThat(
            value(
                "SELECT count(*) FROM t JOIN (SELECT group_id, median(day) AS median FROM o GROUP"
                    + " BY 1) s USING (group_id) WHERE \"column\" = 'day' AND measure = 'median'"
                    + " AND shown = strftime(median, '%Y-%m-%d')"))
        .isEqualTo(3L);
    assertThat((Double) value("SELECT min(value) FROM t WHERE measure = 'NULL in %'"))
        .isCloseTo(25, within(1e-9));
    assertThat(value("SELECT count(DISTINCT category) FROM t WHERE \"column\" = 'noise'"))
        .isEqualTo(9L);
    assertThat((Double) value("SELECT max(p) FROM t WHERE \"column\" = 'region'")).isLessThan(1e-9);
    assertThat((Double) value("SELECT min(p) FROM t WHERE \"column\" = 'noise'")).isGreaterThan(.1);
  }

  @Test
  void theColumnWithTheLargestDifferenceComesFirst() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN noise, region, bought");

    Table overview = overview();
    assertThat(overview.stringColumn("column").asList())
        .containsExactly("bought", "region", "noise");
    assertThat(overview.stringColumn("difference").asList())
        .containsExactly("large", "medium", "negligible");
    assertThat(overview.getString(0, "p")).isEqualTo("< 0.001");
    assertThat(overview.getString(0, "how the groups differ"))
        .matches("true: 100 % in group \\d, 0 % in group \\d; 33 % of all");
    assertThat(heard.notes())
        .contains("The groups differ most in bought (a large difference): true: 100 %")
        .contains("corrected for 3 tests (Holm)");
  }

  @Test
  void columnsInWhichTheGroupsHardlyDifferAreNotPraised() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN noise");

    assertThat(heard.notes())
        .contains("The groups hardly differ in these columns.")
        .doesNotContain("differ most");
  }

  @Test
  void featuresInWhichTheGroupsDifferAreNotSaidToHardlyDiffer() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN noise, m");

    assertThat(heard.notes())
        .contains("The groups hardly differ in noise.")
        .doesNotContain("in these columns");
  }

  @Test
  void aFeatureIsShownWithoutATest() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN revenue, m INTO t");

    assertThat(heard.notes())
        .contains("m is a feature: the groups were made from it, so no test is made.")
        .doesNotContain("corrected for");
    assertThat(value("SELECT count(*) FROM t WHERE \"column\" = 'm' AND p IS NOT NULL"))
        .isEqualTo(0L);
    assertThat(value("SELECT count(value) > 0 FROM t WHERE \"column\" = 'm'")).isEqualTo(true);
  }

  @Test
  void aStarIsAllThatWasNoFeature() {
    run("SELECT * FROM visits TO EXPLAIN g COLUMN * EXCEPT (id, kind)");

    assertThat(overview().stringColumn("column").asList())
        .containsExactlyInAnyOrder("bought", "region", "revenue", "day", "noise", "cust");
    assertThat(overview().where(overview().stringColumn("column").isEqualTo("cust")))
        .extracting(row -> row.getString("how the groups differ"))
        .containsExactly("a different text in nearly each row: nothing to compare");
  }

  @Test
  void rowsInNoGroupStandApart() {
    run(
        "SELECT * FROM visits TO TRAIN density WITH model.min_cluster_size = 100, model.min_samples"
            + " = 5 COLUMN m, n INTO d");
    heard.outputs.clear();
    run(
        "SELECT m, n, region FROM visits UNION ALL SELECT 500 + range, 900, 'East' FROM range(50)"
            + " TO EXPLAIN d COLUMN region INTO t");

    assertThat(
            value(
                "SELECT count(*) FROM t WHERE group_id IS NULL AND category = 'East' AND value"
                    + " = 100 AND \"value of all\" = 0 AND rows = 50"))
        .isEqualTo(1L);
    assertThat(heard.notes())
        .contains("50 rows are in no group: they are shown separately and not tested");
  }

  @Test
  void whatCannotBeComparedIsRefusedAtItsPlace() {
    assertThatThrownBy(() -> run("SELECT * FROM visits TO EXPLAIN g COLUMN revenu"))
        .hasMessageStartingWith("line 2:42: the query has no column revenu; did you mean revenue?");
    assertThatThrownBy(() -> run("SELECT * FROM visits TO EXPLAIN g COLUMN region, l"))
        .hasMessageStartingWith(
            "line 2:50: column l is INTEGER[]: TO EXPLAIN compares numbers, texts, times and truth"
                + " values; convert it in the query");
    assertThatThrownBy(() -> run("SELECT * FROM visits TO EXPLAIN g COLUMN LOG(revenue)"))
        .hasMessageStartingWith(
            "line 2:42: COLUMN of TO EXPLAIN takes columns, not functions of them");
    assertThatThrownBy(() -> run("SELECT m, n FROM visits TO EXPLAIN g COLUMN *"))
        .hasMessageStartingWith("line 2:38: the query has no column that can be compared");
    assertThatThrownBy(() -> run("SELECT * FROM visits TO EXPLAIN g COLUMN region USING examples"))
        .hasMessageStartingWith(
            "line 2:35: TO EXPLAIN … USING examples takes no COLUMN: leave it out");
  }

  private Table overview() {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(Output.Rows.class::cast)
        .filter(
            rows -> rows.title().filter(title -> title.startsWith("How the groups")).isPresent())
        .findFirst()
        .orElseThrow()
        .table();
  }
}
