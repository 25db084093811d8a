package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Tables that are unkind to a training: it still gives groups, none of them empty. */
class RobustTrainingTest extends CellsTest {
  /**
   * Three blobs in six columns from 1e-6 to 1e12, each of which tells one blob from the others; a
   * constant column, and one that is there twice.
   */
  private void makeMixed(int rows) {
    run(
        """
        CREATE TABLE mixed AS
        SELECT range AS row_id,
               range % 3 AS kind,
               ((range % 3 = 0)::INT * 8 + sin(range * 12.9898)) * 1e-6 AS tiny,
               ((range % 3 = 1)::INT * 8 + sin(range * 78.233)) AS plain,
               ((range % 3 = 2)::INT * 8 + sin(range * 39.425)) * 1e12 + 1e12 AS huge,
               ((range % 3 = 0)::INT * 8 + sin(range * 3.7)) * 1e5 - 1e6 AS large,
               7 AS constant,
               plain AS again
        FROM range(%d)
        """
            .replace("%d", Integer.toString(rows)));
  }

  private static String train(String type, int clusters, String more) {
    return """
    SELECT * FROM mixed TO TRAIN %s
    WITH model.n_clusters = %d %s
    COLUMN tiny, plain, huge, large, constant, again INTO m;
    SELECT * FROM mixed TO PREDICT grouped.group_id USING m;
    """
        .formatted(type, clusters, more);
  }

  private List<Long> sizes() {
    Table sizes =
        run("SELECT count(*) AS n FROM grouped GROUP BY group_id ORDER BY group_id").to_dataframe();
    return sizes.longColumn("n").asList();
  }

  private double accuracy() {
    run("SELECT * FROM mixed TO EVALUATE m LABEL kind INTO scores");
    return (Double) value("SELECT value FROM scores WHERE metric = 'accuracy'");
  }

  @Test
  void featuresFromAMillionthToATrillionCountAlike() {
    makeMixed(600);
    run(train("clusterModel", 3, ""));
    assertThat(accuracy()).isCloseTo(1, within(1e-9));
    assertThat(sizes()).containsExactly(200L, 200L, 200L);
  }

  @Test
  void oneRowFarAwayLeavesTheOtherGroupsAsTheyAre() {
    makeMixed(600);
    run("UPDATE mixed SET plain = 1e4 WHERE row_id = 5");
    run(train("clusterModel", 4, "train.scale = standard, model.cluster_init = kmeans"));
    assertThat(sizes()).hasSize(4).endsWith(1L);
    run("UPDATE mixed SET plain = 1e15, tiny = -1e15 WHERE row_id = 5");
    run(train("clusterModel", 2, ""));
    assertThat(sizes()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "none", "minmax", "robust", "standard"})
  void everyScaleGivesGroups(String scale) {
    makeMixed(300);
    run(train("clusterModel", 3, "train.scale = " + scale));
    assertThat(sizes()).hasSize(3);
  }

  /** Batches of 256: whole ones alone, one row more, one row fewer. */
  @ParameterizedTest
  @CsvSource({"512, 2", "513, 10", "511, 50", "256, 2", "50, 2", "50, 10", "1000, 50", "2, 2"})
  void anyNumberOfRowsAndGroupsIsTrainedOn(int rows, int clusters) {
    makeMixed(rows);
    for (String type : List.of("clusterModel", "kmeans")) {
      run(train(type, clusters, "train.scale = standard"));
      assertThat(sizes()).as(type).hasSize(clusters).doesNotContain(0L);
      assertThat(value("SELECT count(*) FROM grouped")).isEqualTo((long) rows);
    }
  }

  @Test
  void rowsThatAreTheSameShareAGroup() {
    makeMixed(90);
    run("INSERT INTO mixed SELECT * FROM mixed");
    run(train("clusterModel", 5, ""));
    assertThat(
            value(
                "SELECT max(n) FROM (SELECT count(DISTINCT group_id) AS n FROM grouped GROUP BY"
                    + " row_id)"))
        .isEqualTo(1L);
  }
}
