package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cell that goes wrong says, and what it leaves. */
class CellErrorsTest extends CellsTest {
  @Test
  void theFirstErrorStopsTheCellAndWhatRanStays() {
    assertThatThrownBy(
            () ->
                run("CREATE TABLE t AS SELECT 1; SELECT * FROM t; SELECT nosuch FROM t; SELECT 3"))
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith("line 2:53: Binder Error: Referenced column \"nosuch\" not found")
        .hasMessageContaining("SELECT nosuch FROM t")
        .hasMessageEndingWith("The 2 statements before it ran; their changes are kept.");
    assertThat(value("SELECT count(*) FROM t")).isEqualTo(1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.n_cluster = 3 | line 4:6: unknown attribute model.n_cluster; did you mean"
            + " model.n_clusters?",
        "n_clusters = 1 | line 4:6: n_clusters must be a whole number from 2 to 100000, a list"
            + " of up to 100 such numbers to choose from, or auto, not 1",
        "model.n_clusters = many | line 4:6: model.n_clusters must be a whole number from 2 to"
            + " 100000, a list of up to 100 such numbers to choose from, or auto, not 'many'",
        "model.n_clusters = [3, 1] | a list of up to 100 such numbers to choose from, or auto, not"
            + " [3, 1]",
        "train.scale = log | line 4:6: train.scale must be one of auto, standard, minmax, robust,"
            + " none, not 'log'",
        "train.scale = minmaks | none, not 'minmaks'; did you mean minmax?",
      })
  void anAttributeIsJudgedBeforeAnythingIsRead(String attribute, String message) {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM no_table_at_all\nTO TRAIN clusterModel\nWITH "
                        + attribute
                        + " INTO m"))
        .hasMessageContaining(message.strip());
  }

  @Test
  void misspeltNamesAreAnsweredWithThePlaceAndTheNearest() {
    makePoints();
    run(TRAIN);

    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN clustermodle INTO m"))
        .hasMessageStartingWith("line 2:31: no estimator clustermodle; did you mean clusterModel?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN kmaens COLUMN m1 INTO m"))
        .hasMessageStartingWith("line 2:31: no estimator kmaens; did you mean kmeans?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN DBSCAN INTO m"))
        .hasMessageStartingWith("line 2:31: no estimator DBSCAN; the nearest to it is density");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN sklearn.svm.SVC INTO m"))
        .hasMessageStartingWith(
            "line 2:31: no estimator sklearn.svm.SVC; the nearest to it is DNNClassifier");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN SpectralClustering INTO m"))
        .hasMessageContaining("the nearest to it is spectral");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN mlp INTO m"))
        .hasMessageContaining("the nearest to it are DNNClassifier and DNNRegressor");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN knn_regression INTO m"))
        .hasMessageContaining("the nearest to it is DNNRegressor");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN prophet INTO m"))
        .hasMessageContaining("no estimator prophet; there are clusterModel, autoencoder");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN DNNClassifer INTO m"))
        .hasMessageStartingWith(
            "line 2:31: no estimator DNNClassifer; did you mean DNNClassifier?");
    assertThatThrownBy(
            () -> run("SELECT * FROM points\nTO TRAIN clusterModel COLUMN m1, mm2 INTO m"))
        .hasMessageStartingWith("line 3:34: the query has no column mm2; did you mean m2?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO PREDICT p.g USING my_modle"))
        .hasMessageStartingWith("line 2:43: no model my_modle; did you mean my_model?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN clusterModel COLUM m1 INTO m"))
        .hasMessageStartingWith("line 2:44: ")
        .hasMessageContaining("COLUMN");
    assertThatThrownBy(() -> run("SHOW TRAIN my_modl"))
        .hasMessageStartingWith("line 2:12: no model my_modl; did you mean my_model?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1.5 AS a, 2 AS b FROM range(9) r(i) TO TRAIN kmeans WITH n_clusters = 2 INTO x|all"
            + " 9 rows are equal in these features: there is nothing to group",
        "SELECT m1 FROM points WHERE false TO TRAIN kmeans INTO x|the query returns no rows to"
            + " train on",
        "SELECT 1.5 AS a TO TRAIN kmeans COLUMN a INTO x|1 row cannot make"
      })
  void whatIsWrongWithTheRowsIsSaidAtTheQuery(String statement, String message) {
    makePoints();

    assertThatThrownBy(() -> run("\n" + statement)).hasMessageStartingWith("line 3:1: " + message);
  }

  @Test
  void aLostToIsSaid() {
    makePoints();

    assertThatThrownBy(() -> run("SELECT * FROM points TRAIN clusterModel INTO m"))
        .hasMessageContaining("Parser Error: syntax error at or near")
        .hasMessageContaining("; to train, write TO in front of TRAIN");
    assertThatThrownBy(() -> run("show model"))
        .hasMessageContaining("; SHOW MODELS lists the models");
  }

  @Test
  void whatUsingCannotTakeIsSaidAtItsName() {
    makePoints();
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, m2 INTO k");

    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN kmeans USING k INTO m"))
        .hasMessageStartingWith("line 2:44: kmeans cannot start from an earlier model");
    assertThatThrownBy(() -> run("SELECT * FROM points TO TRAIN clusterModel USING k INTO m"))
        .hasMessageStartingWith("line 2:50: USING takes an autoencoder or a clusterModel");
  }

  @Test
  void aColumnThatPredictionLacksIsNamedBeforeAnythingIsWritten() {
    makePoints();
    run(TRAIN);

    assertThatThrownBy(() -> run("SELECT m1, m2 AS mm3 FROM points TO PREDICT p.g USING my_model"))
        .hasMessageContaining("the query lacks columns m2, m3, which my_model was trained on");
    assertThatThrownBy(
            () -> run("SELECT m1, m2, name AS m3 FROM points TO PREDICT p.g USING my_model"))
        .hasMessageContaining("column m3 is VARCHAR in this query");
    assertThatThrownBy(() -> run("SELECT * FROM points TO PREDICT nosuch.p.g USING my_model"))
        .hasMessageContaining("no schema nosuch: create it first (CREATE SCHEMA nosuch)");
    assertThat(value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'p'")).isEqualTo(0L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM points WHERE m1 > 1e9 | the query returns no rows",
        "SELECT * FROM points LIMIT 1 | 1 row",
        "SELECT * FROM points LIMIT 2 | 2 rows",
      })
  void tooFewRowsAreAClearError(String query, String message) {
    makePoints();

    assertThatThrownBy(() -> run(query + " TO TRAIN clusterModel WITH n_clusters = 3 INTO m"))
        .isInstanceOf(MagicException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void aDatabaseThatCannotBeReachedIsSaidOnce() {
    SqlflowMagic lost = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "nowhere"), folder);

    assertThatThrownBy(() -> lost.run("%%sqlflow SELECT 1", 9, Variables.NONE, heard))
        .hasMessageStartingWith(
            "SQLFLOW_DATASOURCE: no connection nowhere; the connections are default. To connect to"
                + " another database, give its URL");
  }
}
