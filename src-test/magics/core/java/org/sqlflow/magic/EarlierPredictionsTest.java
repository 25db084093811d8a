package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;

/** What an earlier model predicted is no feature of the next one, whatever its column is called. */
class EarlierPredictionsTest extends CellsTest {
  private static final String TRAIN = " TO TRAIN kmeans WITH n_clusters = 3, train.verbose = 0 ";

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    for (String table : List.of("sqlflow_models", "buyers", "segments")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    run("CREATE TABLE buyers (id INTEGER PRIMARY KEY, spend INTEGER, visits INTEGER)");
    run(
        "INSERT INTO buyers SELECT i, i % 3 * 100 + i % 7, i % 3 * 5 + i % 2 FROM "
            + database.numbers(90));
    run("SELECT * FROM buyers" + TRAIN + "INTO m");
  }

  private String trained(String query, String columns) {
    heard.outputs.clear();
    run(query + TRAIN + columns + " INTO m2");
    return heard.notes();
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aColumnThatPredictAddedIsLeftOutAndNamed(Databases database) {
    on(database);
    run("SELECT * FROM buyers TO PREDICT buyers.typ USING m");
    run("SELECT * FROM buyers TO PREDICT buyers.typ USING m");

    assertThat(trained("SELECT * FROM buyers", ""))
        .contains("2 features (spend, visits)")
        .contains("typ (what an earlier model predicted; name it in COLUMN to use it)");
    assertThat(trained("SELECT spend, b.typ FROM buyers AS b WHERE visits > 0", ""))
        .contains("1 feature (spend)");
    assertThat(trained("SELECT * FROM buyers", "COLUMN spend, typ"))
        .contains("2 features (spend, typ)")
        .contains("typ: what an earlier model predicted.");
    heard.outputs.clear();
    run("SELECT * FROM buyers TO DESCRIBE");
    assertThat(heard.notes()).contains("typ: what an earlier model predicted.");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void soAreThoseOfATableThatPredictMade(Databases database) {
    on(database);
    run("SELECT * FROM buyers TO PREDICT segments.g WITH predict.extra_outputs = distance USING m");

    String notes =
        trained(
            "SELECT s.*, b.spend / 100 AS hundreds FROM segments s JOIN buyers b ON b.id = s.id",
            "");

    assertThat(notes)
        .contains("3 features (spend, visits, hundreds)")
        .contains("g (what an earlier model predicted")
        .contains("distance (what an earlier model predicted");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB"})
  void aCopyIsKnownByItsName(Databases database) {
    on(database);
    for (String name :
        List.of("group_id", "cluster", "kmeans_cluster", "ClusterLabel", "predicted_group")) {
      assertThat(trained("SELECT *, id % 3 AS " + name + " FROM buyers", ""))
          .contains(name + " (a group by its name; name it in COLUMN to use it)");
    }
    for (String name : List.of("group_size", "clustered_sales", "grouping", "segmentation_cost")) {
      assertThat(trained("SELECT *, id % 3 AS " + name + " FROM buyers", ""))
          .contains("3 features");
    }
  }
}
