package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Columns of texts, lists and truth values on their way through TRAIN and PREDICT. */
class ColumnFunctionsTest extends CellsTest {
  @BeforeEach
  void makeVisits() {
    run(
        """
        CREATE TABLE visits AS
        SELECT range AS visit_id,
               range % 3 AS kind,
               ['Feb', 'May', 'Nov'][kind + 1] AS month,
               kind * 10 + range % 5 AS age,
               exp(kind * 3) + range % 2 AS amount,
               kind = 1 AS vip,
               [kind, 2.0 * kind, range % 4] AS readings,
               [kind, -kind]::FLOAT[2] AS place,
               kind || ';' || (1 - kind) AS marks,
               DATE '2026-01-01' + CAST(range AS INTEGER) AS day
        FROM range(120)
        """);
  }

  private void train(String columns) {
    run(
        "SELECT * FROM visits TO TRAIN clusterModel WITH model.n_clusters = 3,"
            + " model.pretrain_epochs = 2, model.encode_units = [8, 2], train.verbose = 0 "
            + columns
            + " INTO m");
  }

  @Test
  void textsListsAndTruthValuesGroupTheRows() {
    train(
        "COLUMN age, LOG(amount), vip, INDICATOR(month), BUCKET(age, [5, 15]), DENSE(readings, 3),"
            + " DENSE(place, 2), DENSE(marks, 2, ';'), CROSS([month, vip], 7)");
    assertThat(heard.notes()).contains("120 rows, 24 features (age, LOG(amount) … month x vip#6)");

    run("SELECT * FROM visits TO PREDICT p.g USING m");

    Table groups =
        run("SELECT month, count(DISTINCT g) AS n, count(*) AS c FROM p GROUP BY month")
            .to_dataframe();
    assertThat(groups.rowCount()).isEqualTo(3);
    assertThat(groups.longColumn("n").asList()).containsOnly(1L);
    assertThat(value("SELECT count(DISTINCT g) FROM p")).isEqualTo(3L);
    assertThat(value("SELECT count(*) FROM (DESCRIBE p)")).isEqualTo(11L);
  }

  @Test
  void predictionTakesCategoriesThatTrainingNeverSaw() {
    train("COLUMN INDICATOR(month), CATEGORY_HASH(month, 5), INDICATOR(vip)");

    run("SELECT 'Dec' AS month, true AS vip UNION ALL SELECT 'May', false TO PREDICT p.g USING m");

    assertThat(value("SELECT count(g) FROM p")).isEqualTo(2L);
  }

  @Test
  void aNumberIsTheSameCategoryWhateverItsType() {
    train("COLUMN INDICATOR(kind), CATEGORY_ID(kind, 3), vip");

    run(
        "SELECT * REPLACE (kind::DOUBLE AS kind) FROM visits TO PREDICT reals.g USING m;"
            + "SELECT * FROM visits TO PREDICT wholes.g USING m");

    assertThat(value("SELECT count(*) FROM reals r JOIN wholes w USING (visit_id) WHERE r.g = w.g"))
        .isEqualTo(120L);
  }

  @Test
  void aRowWithoutItsCategoryIsSkippedAndNotLost() {
    run("UPDATE visits SET month = NULL WHERE visit_id IN (3, 70)");

    assertThatThrownBy(() -> train("COLUMN age, INDICATOR(month)"))
        .hasMessageContaining("NULL, NaN or infinity in month (2 of 120 rows)");
    train(", train.on_null = skip COLUMN age, INDICATOR(month)");
    run("SELECT * FROM visits TO PREDICT p.g USING m");

    assertThat(value("SELECT string_agg(visit_id::VARCHAR, ' ') FROM p WHERE g IS NULL"))
        .isEqualTo("3 70");
  }

  @Test
  void withoutColumnTheTextsAreNamedWithTheWayIn() {
    train("");

    assertThat(heard.notes())
        .contains("month (text: a category of 3 values; use INDICATOR(month) in COLUMN)")
        .contains("place (FLOAT[2], not a number; use DENSE(place, n) in COLUMN)");
  }

  @Test
  void anEncoderOfUsingKeepsItsCategories() {
    run(
        "SELECT * FROM visits WHERE month <> 'Nov' TO TRAIN autoencoder WITH"
            + " model.pretrain_epochs = 2, model.encode_units = [8, 2] COLUMN INDICATOR(month), age"
            + " INTO pretrained");

    train("COLUMN AGE, INDICATOR(month) USING pretrained");

    assertThat(heard.notes()).contains("4 features (month=Feb, month=May, month=other, age)");
    assertThatThrownBy(() -> train("COLUMN age USING pretrained"))
        .hasMessageContaining("missing here: month=Feb, month=May, month=other");
  }

  @Test
  void aVectorOfAnotherLengthIsCountedBeforeTraining() {
    run("UPDATE visits SET marks = '1;2;3' WHERE visit_id >= 118");

    assertThatThrownBy(() -> train("COLUMN DENSE(marks, 2, ';')"))
        .hasMessageContaining(
            "column marks contains '1;2;3', but DENSE(marks, 2, ';') takes 2 numbers; 2 of 120 rows"
                + " have such values, first in row 119");
    assertThatThrownBy(() -> train("COLUMN DENSE(readings, 2)"))
        .hasMessageContaining(
            "column readings contains '[0.0, 0.0, 0.0]', but DENSE(readings, 2) takes 2 numbers;"
                + " 120 of 120 rows have such values, first in row 1");
  }

  @Test
  void anotherTypeInPredictionIsNamed() {
    train("COLUMN LOG(amount), DENSE(readings, 3)");

    assertThatThrownBy(
            () -> run("SELECT 'x' AS amount, readings FROM visits TO PREDICT p.g USING m"))
        .hasMessageContaining(
            "column amount is VARCHAR in this query, and m was trained on numbers: CAST it to a"
                + " number");
    assertThatThrownBy(() -> run("SELECT amount, 1 AS readings FROM visits TO PREDICT p.g USING m"))
        .hasMessageContaining(
            "column readings is INTEGER in this query, and m was trained on lists of 3 numbers"
                + ": make it a list");
  }

  @Test
  void anErrorShowsItsPlaceInTheCell() {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO TRAIN clusterModel\n"
                        + "COLUMN age, BUCKET(age, [10, 0]) INTO m"))
        .hasMessageStartingWith("line 3:30: the bounds must ascend, but 0 follows 10; BUCKET");
  }
}
