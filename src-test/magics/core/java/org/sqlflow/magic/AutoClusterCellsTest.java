package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;

class AutoClusterCellsTest extends CellsTest {
  @Test
  void whatWinsIsStoredAsIfItHadBeenNamed() {
    makePoints();
    run("SELECT m1, m2 FROM points TO TRAIN autoCluster INTO auto");

    assertThat(heard.notes())
        .contains("The rows have groups: ")
        .contains("model.n_clusters = 3 is the largest number")
        .contains("Chosen for these rows: model.n_clusters = 3");
    assertThat(heard.outputs)
        .anyMatch(
            output ->
                output instanceof Output.Rows rows
                    && rows.title().equals(Optional.of("Methods compared for auto")));
    run("SELECT * FROM points TO PREDICT found.g USING auto");
    assertThat(value("SELECT count(DISTINCT g) FROM found")).isEqualTo(3L);
    assertThat(value("SELECT max(n) FROM (SELECT count(DISTINCT kind) AS n FROM found GROUP BY g)"))
        .isEqualTo(1L);
    run("SELECT * FROM points TO EXPLAIN auto");
    run("SELECT * FROM points TO EVALUATE auto WITH evaluate.bootstrap = 3");
    run("DESCRIBE MODEL auto");
    assertThat(run("SHOW MODELS").to_dataframe().stringColumn("type").asList())
        .doesNotContain("autoCluster");
  }

  @Test
  void rowsWithoutGroupsAreOneCrowdThatCanBeUsedLikeAnyModel() {
    run("SELECT setseed(0.5)");
    run("CREATE TABLE noise AS SELECT random() AS a, random() AS b FROM range(200)");
    run("SELECT * FROM noise TO TRAIN autoCluster INTO crowd");

    assertThat(heard.notes())
        .contains("There are no groups here: the rows are one crowd.")
        .doesNotContain("1 groups");
    run(
        "SELECT * FROM noise TO PREDICT found.g WITH predict.extra_outputs = [distance,"
            + " confidence] USING crowd");
    assertThat(value("SELECT max(g) FROM found")).isEqualTo(0);
    assertThat((Number) value("SELECT min(confidence) FROM found"))
        .extracting(Number::doubleValue)
        .isEqualTo(1.0);
    run("SELECT * FROM noise TO EXPLAIN crowd");
    run("DESCRIBE MODEL crowd");
    assertThat(run("SHOW MODELS").to_dataframe().stringColumn("type").asList())
        .contains("autoCluster");
  }

  @Test
  void anEvaluationOfOneCrowdTestsItAndHasNoEmptyRows() {
    run("SELECT setseed(0.5)");
    run("CREATE TABLE noise AS SELECT random() AS a, random() AS b FROM range(200)");
    run("SELECT * FROM noise TO TRAIN autoCluster INTO crowd");

    run("SELECT * FROM noise TO EVALUATE crowd WITH evaluate.bootstrap = 2 INTO scores");

    assertThat(heard.notes()).contains("There are no groups here: the rows are one crowd.");
    assertThat(value("SELECT count(*) FROM scores WHERE value IS NULL")).isEqualTo(0L);
    assertThat(value("SELECT better FROM scores")).isEqualTo("equal");
    assertThat(value("SELECT count(*) FROM scores WHERE baseline IS NULL")).isEqualTo(0L);
  }

  @Test
  void howToCutOneCrowdAllTheSameRunsWhenPasted() {
    run("SELECT setseed(0.5)");
    run("CREATE TABLE noise AS SELECT random() AS a, random() AS b FROM range(200)");
    run("SELECT * FROM noise TO TRAIN autoCluster COLUMN a, b INTO crowd");

    String advice =
        heard.notes().lines().filter(l -> l.contains(" all the same: ")).findFirst().orElseThrow();
    assertThat(heard.notes()).contains("The best division found, into " + number(advice) + ", ");
    run(advice.substring(advice.indexOf("SELECT")));
    assertThat(heard.notes()).contains("crowd_kmeans (kmeans) is trained and stored");
  }

  private static String number(String advice) {
    return advice.replaceFirst(".*To cut them into (\\d+) all the same: .*", "$1");
  }
}
