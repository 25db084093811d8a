package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** Every statement on the clustering methods beside clusterModel and plain kmeans. */
class MethodCellsTest extends CellsTest {
  @ParameterizedTest
  @CsvSource({
    "kmeans, 'n_clusters = 3, distance = manhattan'",
    "gaussianMixture, n_clusters = 3",
    "spectral, n_clusters = 3",
    "density, min_cluster_size = 20"
  })
  void everyStatementWorksOnTheMethod(String type, String with) {
    makePoints();
    run(
        "SELECT * FROM points TO TRAIN "
            + type
            + " WITH "
            + with
            + " COLUMN m1, m2, m3 INTO groups");
    assertThat(heard.notes()).contains("groups (" + type + ") is trained");

    run(
        "SELECT * FROM points TO PREDICT p.g WITH predict.extra_outputs = [distance, confidence]"
            + " USING groups");
    assertThat(value("SELECT string_agg(n, ' ') FROM (SELECT count(g) n FROM p GROUP BY g)"))
        .asString()
        .contains("60", "40", "30");
    assertThat(value("SELECT count(*) FROM p WHERE distance < 0 OR confidence NOT BETWEEN 0 AND 1"))
        .isEqualTo(0L);

    Table scores = run("SELECT * FROM points TO EVALUATE groups LABEL kind").to_dataframe();
    assertThat(scores.stringColumn("metric").asList()).contains("silhouette", "ARI");
    Table profile = run("SELECT * FROM points TO EXPLAIN groups").to_dataframe();
    assertThat(profile.stringColumn("feature").asSet()).containsExactlyInAnyOrder("m1", "m2", "m3");
    Table described = run("DESCRIBE MODEL groups").to_dataframe();
    assertThat(described.stringColumn("property").asList())
        .contains("group sizes", "separation", "silhouette");
    assertThat(run("SHOW MODELS").to_dataframe().stringColumn("type").asList())
        .containsExactly(type);
    assertThat(run("SHOW TRAIN groups").to_dataframe().rowCount()).isEqualTo(1);
  }

  @Test
  void aMixtureChoosesItsNumberOfGroups() {
    makePoints();
    run(
        "SELECT * FROM points TO TRAIN gaussianMixture WITH n_clusters = auto"
            + " COLUMN m1, m2, m3 INTO groups");
    assertThat(heard.notes()).contains("model.n_clusters = 3 was chosen by the smallest BIC");
  }

  @Test
  void densityCountsTheRowsInNoGroup() {
    makePoints();
    run("INSERT INTO points BY NAME SELECT 100 AS m1, -100 AS m2, 50 AS m3");
    run("SELECT * FROM points TO TRAIN density COLUMN m1, m2, m3 INTO groups");
    assertThat(heard.notes()).contains("are in no group.");
    run("SELECT * FROM points TO PREDICT p.g USING groups");
    assertThat(value("SELECT count(*) FROM p WHERE g IS NULL AND m1 = 100")).isEqualTo(1L);
    Table profile = run("SELECT * FROM points TO EXPLAIN groups").to_dataframe();
    assertThat(profile.intColumn("group_id").min()).isZero();
  }

  @Test
  void densityHasNoNumberOfGroups() {
    makePoints();
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO TRAIN density WITH n_clusters = 3 COLUMN m1, m2 INTO"
                        + " groups"))
        .hasMessageContaining("n_clusters");
  }
}
