package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.servers.Databases;

/** {@code predict('model', row)} in SQL on DuckDB. */
class PredictFunctionTest extends CellsTest {
  @BeforeEach
  void makeRows() {
    run("SELECT setseed(0.25)");
    run(
        "CREATE TABLE t AS SELECT i AS id, random() * 6 AS a, (random() * 100)::INTEGER AS c,"
            + " ['Bern', 'bern', 'Chur'][1 + i % 3] AS city, i % 2 = 0 AS vip, (i % 4) / 2 AS size,"
            + " (i % 3)::FLOAT / 10 AS tenth, DATE '2020-01-01' + (i % 3)::INTEGER AS day,"
            + " [random(), random() * 9] AS vec, format('{};{}', random(), random()) AS txt FROM"
            + " range(5000) r(i)");
  }

  private void train(String type, String columns, String model) {
    run(
        "SELECT * FROM t WHERE id < 500 TO TRAIN "
            + type
            + " COLUMN "
            + columns
            + " INTO "
            + model);
  }

  private static final String ALL =
      "a, c, INDICATOR(city), INDICATOR(vip), INDICATOR(size), INDICATOR(tenth), INDICATOR(day),"
          + " INDICATOR(c), CATEGORY_HASH(size, 7), CROSS([city, size], 11), DENSE(vec, 2),"
          + " DENSE(txt, 2, ';')";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kmeans WITH n_clusters = 4|" + ALL,
        "spectral WITH n_clusters = 3|a, c, INDICATOR(city)",
        "density WITH min_cluster_size = 20|a, c",
        "clusterModel WITH n_clusters = 3, encode_units = [6, 2], pretrain_epochs = 1,"
            + " train_max_iters = 5|a, c, vip"
      })
  void itIsWhatToPredictWrites(String type, String columns) {
    train(type, columns, "m");
    run("SELECT * FROM t TO PREDICT p.g USING m");

    assertThat(
            value(
                "SELECT count(*) FROM t x JOIN p USING (id) WHERE predict('m', x) IS DISTINCT FROM"
                    + " g"))
        .isEqualTo(0L);
    assertThat((Long) value("SELECT count(DISTINCT predict('m', t)) FROM t")).isGreaterThan(1);
  }

  @Test
  void itsArgumentsAreARowOrTheColumns() {
    train("kmeans WITH n_clusters = 3", "a, c, vip", "m");
    train("kmeans WITH n_clusters = 2", "a", "narrow");
    run("SELECT * FROM t TO PREDICT p.g USING m");

    for (String call :
        List.of(
            "predict('m', v)",
            "Predict ( 'M' , v )",
            "predict('m', a, c, vip)",
            "predict('m', v.a, \"v\".\"c\", CASE WHEN vip THEN true ELSE false END)",
            "predict('m')",
            "predict(/* the model */ 'm', -- and the row\n v)",
            "predict('m', greatest(a, 0), c, predict('narrow', a) = predict('narrow', v) AND"
                + " vip)")) {
      assertThat(
              value(
                  "SELECT count(*) FROM (SELECT id, "
                      + call
                      + " AS found FROM t v) JOIN p USING (id) WHERE found = g"))
          .as(call)
          .isEqualTo(5000L);
    }
    assertThat(value("SELECT count(*) FROM t v WHERE 'predict(''m'', v)' = 'x' AND id = 1"))
        .isEqualTo(0L);
    assertThat(value("WITH w AS (FROM t) SELECT max(predict('narrow', w)) FROM w")).isEqualTo(1);
  }

  @Test
  void itWorksInEveryStatementThatReadsRows() {
    train("kmeans WITH n_clusters = 3", "a, c, vip", "m");
    run("CREATE TABLE scored AS SELECT *, predict('m', t) AS g FROM t");
    run("UPDATE scored SET g = 9 WHERE predict('m', scored) = 0");
    assertThat(value("SELECT count(DISTINCT g) FROM scored WHERE g > 0")).isEqualTo(3L);
    run(
        "SELECT *, predict('m', t) AS g FROM t TO TRAIN kmeans WITH n_clusters = 2 COLUMN"
            + " INDICATOR(g), a INTO n");
    assertThat(run("SHOW TRAIN n").to_dataframe().getString(0, 1)).contains("predict('m', t) AS g");
    runWhole(
        MAGIC + " --save groups.csv\nSELECT id, predict('m', t) AS g FROM t",
        MAGIC.length(),
        heard);
    assertThat(value("SELECT count(g) FROM '" + folder + "/groups.csv'")).isEqualTo(5000L);
  }

  @Test
  void aRetrainedModelPredictsAnew() {
    train("kmeans WITH n_clusters = 2", "a, c", "m");
    assertThat(value("SELECT max(predict('m', t)) FROM t")).isEqualTo(1);
    train("kmeans WITH n_clusters = 5", "a, c", "m");
    assertThat(value("SELECT max(predict('m', t)) FROM t")).isEqualTo(4);
    run("DROP MODEL m");
    assertThatThrownBy(() -> run("SELECT predict('m', t) FROM t"))
        .hasMessageContaining("no model m");
  }

  @Test
  void rowsThatLackAValueHaveNone() {
    train("kmeans WITH n_clusters = 2, train.on_null = skip", "a, c", "skips");
    train("kmeans WITH n_clusters = 2, train.on_null = error", "a, c", "stops");
    run("UPDATE t SET a = NULL WHERE id = 3; UPDATE t SET a = 'nan' WHERE id = 4");

    assertThat(value("SELECT list(id) FROM t WHERE predict('skips', t) IS NULL"))
        .hasToString("[3, 4]");
    assertThatThrownBy(() -> run("SELECT predict('stops', t) FROM t"))
        .hasMessageContaining("column a contains NULL, NaN or infinity")
        .hasMessageContaining("WHERE abs(a) < 1e308")
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1, predict('n', t) FROM t|line 2:11: no model n; there are codes, m",
        "SELECT predict('m', a, c) AS g FROM t|line 2:8: predict takes the name of a table, or the"
            + " 3 columns that m was trained on, in this order: a, c, vip",
        "SELECT predict('m', a) AS g FROM t|line 2:8: predict takes the name of a table, or the 3"
            + " columns",
        "SELECT predict('m', {a: 1, c: 2}, [1, 2]) AS g FROM t|line 2:8: predict takes the name of"
            + " a table, or the 3 columns",
        "SELECT predict('m', t) AS g, nosuch FROM t|line 2:30: ",
        "SELECT predict('m', t) AS g, predict('m', t) AS h, nosuch FROM t|line 2:52: ",
        "SELECT id, predict(m, t) FROM t|line 2:20: predict takes the model's name as a text:"
            + " predict('m', t)",
        "SELECT predict(m@1, a, c, vip) > 0 FROM t|line 2:16: predict takes the model's name as a"
            + " text: predict('m@1', a, c, vip)",
        "SELECT predict(m) FROM t|line 2:16: predict takes the model's name as a text:"
            + " predict('m')",
        "SELECT predict(a, c) FROM t|line 2:8: Catalog Error: Scalar Function with name predict",
        "SELECT predict('codes', t) FROM t|line 2:8: codes gives several numbers per row, and"
            + " predict can give only one value: use TO PREDICT",
        "CREATE OR REPLACE VIEW v AS SELECT predict('m', t) FROM t|line 2:36: predict is a function"
            + " of this session, so nothing lasting can call it; SELECT … TO PREDICT"
            + " v.group_id WITH predict.view = true USING m makes a view"
      })
  void itsErrorsHaveAPlace(String sql, String message) {
    train("kmeans WITH n_clusters = 2", "a, c, vip", "m");
    run(
        "SELECT * FROM t TO TRAIN autoencoder WITH encode_units = [2], pretrain_epochs = 1 COLUMN"
            + " a, c INTO codes");

    assertThatThrownBy(() -> run(sql)).hasMessageStartingWith(message);
  }

  @Test
  void aFunctionOfTheUserComesFirst() {
    run("CREATE MACRO predict(a, b) AS a || b");
    assertThat(value("SELECT predict('m', 'x')")).isEqualTo("mx");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"POSTGRESQL", "MARIADB", "H2"})
  void otherDatabasesSayWhatToDo(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    assertThatThrownBy(() -> run("SELECT predict('m', 1)"))
        .hasMessageContaining(
            "; predict('model', row) is a function on DuckDB only: SELECT … TO PREDICT"
                + " table.group_id USING model writes predictions on any database");
  }
}
