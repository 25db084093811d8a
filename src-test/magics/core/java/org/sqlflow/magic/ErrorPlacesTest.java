package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of statements with a label point to the word that is wrong. */
class ErrorPlacesTest extends CellsTest {
  @BeforeEach
  void makeRows() {
    open();
    run(
        """
        CREATE TABLE t AS
        SELECT (i * 53 % 97) / 40.0 AS a, (i * 37 % 101) / 10.0 + i % 3 AS b, i % 7 AS c,
               ['x', 'y', 'z'][1 + i % 3] AS l, 'only' AS one, NULL::INT AS nothing,
               CASE WHEN i % 2 = 0 THEN 1.5 END AS half, DATE '2024-01-01' + i::INT AS d,
               1e200 * i AS huge, (i + 1) * 1e17 AS big, 'q' || i AS s
        FROM range(60) r(i)
        """);
  }

  /** The message without its place, and the word that the caret is under. */
  private void assertPlace(String cell, String word, String message) {
    int lines = cell.substring(0, cell.lastIndexOf(word)).split("\n", -1).length;
    String last = cell.substring(0, cell.lastIndexOf(word));
    int column = last.length() - last.lastIndexOf('\n');
    assertThatThrownBy(() -> run(cell))
        .hasMessageStartingWith("line " + (1 + lines) + ":" + column + ": ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one|LinearClassifier|the label one has only the value 'only': nothing to classify",
        "half|DNNRegressor|half, the column of LABEL, is NULL, NaN or infinite in 30 of 60 rows",
        "nothing|LinearClassifier|nothing, the column of LABEL, has no value in any row: name"
            + " another",
        "huge|LinearRegressor|the label huge has values of up to 5.90e+201, whose squares",
        "d|LinearRegressor|LinearRegressor predicts numbers, and d is a column of dates or times",
      })
  void errorsOfTheLabelAreAtTheLabel(String label, String estimator, String message) {
    assertPlace(
        "SELECT a, b, %1$s FROM t\nTO TRAIN %2$s\nLABEL %1$s\nINTO m".formatted(label, estimator),
        label + "\nINTO",
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DNNClassifier COLUMN a FOR linear|linear|DNNClassifier has one part",
        "DNNLinearCombinedClassifier COLUMN a FOR linear COLUMN b FOR deep|deep|has no part deep",
        "DNNLinearCombinedClassifier COLUMN a, EMBEDDING(s, 4) FOR linear COLUMN b FOR dnn"
            + "|EMBEDDING|EMBEDDING(INDICATOR(s), 4) is for the dnn part",
        "LinearClassifier COLUMN a, half|half|NULL, NaN or infinity in half (30 of 60 rows)",
        "LinearClassifier COLUMN a, nothing|nothing|nothing has no values",
        "LinearClassifier WITH validation.metrics = [acuracy]|validation.metrics"
            + "|validation.metrics does not take acuracy; did you mean accuracy?",
        "LinearClassifier WITH validation.select = 'SELECT * FROM t LIMIT 0'|validation.select"
            + "|the query of validation.select returns no rows",
        "LinearClassifier WITH validation.select = 'SELECT * REPLACE (one AS l) FROM t'"
            + "|validation.select|has no row whose l is a class of the training",
        "LinearClassifier WITH validation.select = 'SELECT * REPLACE (half AS b) FROM t'"
            + "|validation.select|the query of validation.select: column b contains NULL",
      })
  void errorsOfClausesAreAtTheirWords(String clauses, String at, String message) {
    String columns = clauses.contains("COLUMN") ? "" : " COLUMN a, b";
    String cell = "SELECT * FROM t\nTO TRAIN " + clauses + columns + "\nLABEL l\nINTO m";
    assertPlace(cell, at, message);
  }

  @Test
  void groupsHaveTheSamePlaces() {
    assertPlace(
        "SELECT * FROM t TO TRAIN kmeans COLUMN a, nothing INTO m",
        "nothing",
        "nothing has no values: leave it out of COLUMN or of the query");
  }

  @Test
  void columnsThatNoClauseNamesAreFoundInTheSelect() {
    assertPlace(
        "SELECT a,\n half, l FROM t TO TRAIN LinearClassifier LABEL l INTO m",
        "half",
        "NULL, NaN or infinity in half");
    run("SELECT a, b, l FROM t TO TRAIN LinearClassifier LABEL l INTO m");
    assertPlace(
        "SELECT a,\n half AS b FROM t TO PREDICT p.x USING m",
        "b FROM",
        "column b contains NULL, NaN or infinity");
    assertPlace(
        "SELECT a,\n s || (', b FROM t') AS b FROM t TO PREDICT p.x USING m",
        "b FROM t TO",
        "column b is VARCHAR in this query");
    assertPlace(
        "SELECT a, b,\n one AS l FROM t TO RETRAIN m", "l FROM", "the label l has only the value");
    assertPlace(
        "SELECT a, b,\n nothing AS l FROM t TO RETRAIN m", "l FROM", "l, the column of LABEL");
  }

  @Test
  void aQueryOfTheLabelAloneIsSaid() {
    assertPlace(
        "SELECT l FROM t TO TRAIN LinearClassifier LABEL l INTO m",
        "l INTO",
        "the query has no column beside l, the label: SELECT what it is to be predicted from, too");
  }

  @Test
  void evaluationsSayWhatDoesNotSuitTheModel() {
    run("SELECT a, b, c FROM t TO TRAIN LinearRegressor LABEL c INTO numbers");
    run("SELECT a, b, l FROM t TO TRAIN LinearClassifier LABEL l INTO classes");
    run("SELECT a, b FROM t TO TRAIN kmeans INTO groups");
    assertPlace(
        "SELECT * FROM t TO EVALUATE numbers LABEL s",
        "s",
        "numbers predicts numbers, and s is a column of texts: take a column of numbers. The");
    assertPlace(
        "SELECT * FROM t TO EVALUATE classes WITH validation.metrics = [rmse] LABEL l",
        "validation.metrics",
        "validation.metrics names no score of what classes predicts: there are accuracy,");
    assertPlace(
        "SELECT * FROM t TO EVALUATE groups WITH validation.metrics = [auc] LABEL l",
        "validation.metrics",
        "validation.metrics is for models of a label, and groups makes groups: leave it out");
    assertPlace(
        "SELECT * FROM t TO EVALUATE classes WITH evaluate.bootstrap = 9 LABEL l",
        "evaluate.bootstrap",
        "evaluate.bootstrap is for groups, and classes makes none: leave it out");
    assertPlace(
        "SELECT * FROM t TO EXPLAIN classes USING profile",
        "profile",
        "classes is of type LinearClassifier, a model of classification, which makes no groups");
    assertPlace("SELECT * FROM t TO EXPLAIN groups USING shap", "shap", "groups is of type kmeans");
  }
}
