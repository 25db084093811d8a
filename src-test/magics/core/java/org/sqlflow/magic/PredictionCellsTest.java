package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.Estimators;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Training, evaluation, explanation and prediction of classes and numbers, as cells. */
class PredictionCellsTest extends CellsTest {
  @BeforeEach
  void makeVisits() {
    open();
    run(
        """
        CREATE TABLE visits AS
        SELECT i AS visit_id, (i * 37 % 101) / 10.0 AS pages, (i * 53 % 97) / 10.0 AS minutes,
               CASE i % 3 WHEN 0 THEN 'new' ELSE 'returning' END AS visitor,
               3 * ((i * 37 % 101) / 10.0) - 2 * ((i * 53 % 97) / 10.0) + i % 5 AS spent,
               CASE WHEN ((i * 37 % 101) / 10.0) > ((i * 53 % 97) / 10.0) + i % 5 - 2
                 THEN 'yes' ELSE 'no' END AS bought
        FROM range(400) r(i)
        """);
  }

  private void train(String estimator, String rest) {
    run("SELECT * FROM visits TO TRAIN " + estimator + " " + rest);
  }

  private static final String COLUMNS = "COLUMN pages, minutes, INDICATOR(visitor) ";

  @Test
  void aClassifierIsJudgedByRowsThatItDidNotLearnFrom() {
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");

    assertThat(heard.notes())
        .contains(
            "buys (LinearClassifier) is trained and stored: 2 classes of 400 rows, 5 features",
            "Of 80 rows that it did not learn from, ",
            "classified correctly; always the most frequent class: ");
    Table scores = rows("How well buys predicts");
    assertThat(scores.columnNames())
        .containsExactly(
            "score", "training rows", "other rows", "most frequent class", "better is");
    assertThat(scores.stringColumn("score").asList())
        .containsExactly("accuracy", "AUC", "log loss", "precision", "recall", "F1");
    assertThat(scores.doubleColumn("other rows").get(0)).isGreaterThan(0.8);
  }

  @Test
  void aNetworkIsComparedWithALinearModelAndDrawsHowItLearned() {
    train(
        "DNNRegressor",
        "WITH model.hidden_units = [8], train.epoch = 12 " + COLUMNS + "LABEL spent INTO spends");

    assertThat(heard.notes())
        .contains("On 80 rows that it did not learn from, the root mean squared error is ")
        .contains("; a linear model: ")
        .doesNotContain("looks like what is to be predicted");
    assertThat(rows("How well spends predicts").columnNames()).contains("a linear model");
    assertThat(pictures()).contains("How spends learned: RMSE");
    assertThat(run("DESCRIBE MODEL spends").to_dataframe().stringColumn("property").asList())
        .contains("validation rows", "validation RMSE", "quality", "label standard deviation");
  }

  private Table rows(String title) {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(Output.Rows.class::cast)
        .filter(rows -> rows.title().filter(title::equals).isPresent())
        .findFirst()
        .orElseThrow()
        .table();
  }

  private List<String> pictures() {
    return heard.outputs.stream()
        .filter(Output.Picture.class::isInstance)
        .map(output -> ((Output.Picture) output).text())
        .toList();
  }

  @Test
  void aQueryOfOneOwnGivesTheValidationRows() {
    run("CREATE TABLE later AS SELECT * FROM visits WHERE visit_id % 4 = 0");
    run(
        "SELECT * FROM visits WHERE visit_id % 4 <> 0 TO TRAIN LinearClassifier WITH"
            + " validation.select = 'SELECT * FROM later', validation.metrics = 'Accuracy,AUC' "
            + COLUMNS
            + "LABEL bought INTO buys");

    assertThat(heard.notes()).contains("Of 100 rows that it did not learn from, ");
    assertThat(rows("How well buys predicts").stringColumn("score").asList())
        .containsExactly("accuracy", "AUC");
    assertThatThrownBy(
            () ->
                train(
                    "LinearClassifier",
                    "WITH validation.select = 'SELECT pages, bought FROM later' COLUMN pages,"
                        + " minutes LABEL bought INTO x"))
        .hasMessageStartingWith(
            "line 2:73: the query of validation.select lacks column minutes, which the training's"
                + " query has");
    assertThatThrownBy(
            () ->
                train(
                    "LinearClassifier",
                    "WITH validation.select = 'SELECT * FROM nothing' LABEL bought INTO x"))
        .hasMessageStartingWith("line 2:73: the query of validation.select: ");
  }

  @Test
  void predictionsAreOfTheLabelsTypeWithProbabilitiesOnRequest() {
    train("DNNClassifier", "WITH train.epoch = 5 " + COLUMNS + "LABEL bought INTO buys");
    run(
        "SELECT * FROM visits TO PREDICT scored.bought WITH predict.extra_outputs = [probability,"
            + " probabilities] USING buys");

    Table scored =
        run("SELECT bought, probability, probability_no, probability_yes FROM scored LIMIT 5")
            .to_dataframe();
    assertThat(scored.stringColumn("bought").asList()).isSubsetOf("yes", "no");
    for (int row = 0; row < scored.rowCount(); row++) {
      double no = scored.doubleColumn("probability_no").get(row);
      double yes = scored.doubleColumn("probability_yes").get(row);
      assertThat(no + yes).isCloseTo(1, within(1e-6));
      assertThat(scored.doubleColumn("probability").get(row)).isEqualTo(Math.max(no, yes));
    }
  }

  @Test
  void whatOnlyOtherModelsGiveIsRefusedByWhatThisOneGives() {
    train("LinearRegressor", COLUMNS + "LABEL spent INTO spends");
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");

    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO PREDICT p.spent WITH predict.extra_outputs ="
                        + " [probability] USING spends"))
        .hasMessageStartingWith(
            "line 2:46: predict.extra_outputs is for models of groups or classes, and spends is of"
                + " type LinearRegressor, which gives one number (and by TO EXPLAIN \u2026 INTO a"
                + " table, what each column adds to it): leave predict.extra_outputs out");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO PREDICT p.bought WITH predict.names = true USING"
                        + " buys"))
        .hasMessageStartingWith(
            "line 2:47: predict.names is for models of groups, and buys is of type"
                + " LinearClassifier, which gives classes: leave predict.names out");
    run("SELECT * FROM visits TO EXPLAIN spends INTO added");
    assertThat(run("FROM added").to_dataframe().rowCount()).isEqualTo(400);
  }

  @Test
  void anEvaluationHasScoresOfProbabilitiesAndPictures() {
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");
    heard.outputs.clear();
    Table scores = run("SELECT * FROM visits TO EVALUATE buys LABEL bought").to_dataframe();

    assertThat(scores.stringColumn("metric").asList())
        .containsExactly(
            "accuracy",
            "balanced accuracy",
            "macro F1",
            "precision",
            "recall",
            "F1",
            "AUC",
            "log loss");
    assertThat(scores.stringColumn("meaning").get(3))
        .isEqualTo("0 to 1; of the rows predicted as yes, the share that is so");
    assertThat(pictures())
        .containsExactly(
            "Confusion matrix of buys: 2 classes, in % of each",
            "Calibration of buys: share of yes by probability of yes");
    assertThat(heard.notes())
        .contains("buys learned from the rows of this query: other rows are predicted less well.");
  }

  @Test
  void anEvaluationShowsTheScoresThatAreWanted() {
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");

    Table scores =
        run("SELECT * FROM visits TO EVALUATE buys WITH validation.metrics ="
                + " 'accuracy_score,AUC' LABEL bought")
            .to_dataframe();
    assertThat(scores.stringColumn("metric").asList()).containsExactly("accuracy", "AUC");
  }

  @Test
  void contributionsAddUpToThePredictionAndAreATable() {
    train("LinearRegressor", COLUMNS + "LABEL spent INTO spends");
    heard.outputs.clear();
    run("SELECT * FROM visits TO EXPLAIN spends INTO why");
    run("SELECT * FROM visits TO PREDICT scored.guess USING spends");

    assertThat(heard.notes()).contains("Contributions are exact", "Lost when shuffled");
    assertThat(pictures()).hasSize(1);
    Table why = run("SELECT * FROM why").to_dataframe();
    assertThat(why.columnNames())
        .containsExactly("base_value", "explained_value", "pages", "minutes", "INDICATOR(visitor)");
    Table guess = run("SELECT guess FROM scored").to_dataframe();
    assertThat(why.rowCount()).isEqualTo(400);
    for (int row = 0; row < why.rowCount(); row++) {
      double sum =
          why.doubleColumn(0).get(row)
              + why.doubleColumn(2).get(row)
              + why.doubleColumn(3).get(row)
              + why.doubleColumn(4).get(row);
      assertThat(why.doubleColumn(1).get(row)).isCloseTo(sum, within(1e-6));
    }
    assertThat(why.doubleColumn(1).asList().stream().mapToDouble(v -> v).sum())
        .isCloseTo(guess.doubleColumn(0).asList().stream().mapToDouble(v -> v).sum(), within(1e-3));
  }

  @Test
  void rowsWithoutAFiniteLabelAreNotShuffled() {
    train("LinearRegressor", COLUMNS + "LABEL spent INTO spends");
    Table summary =
        run("SELECT * REPLACE (CASE WHEN pages > 3 THEN 'nan'::DOUBLE ELSE spent END AS spent)"
                + " FROM visits TO EXPLAIN spends")
            .to_dataframe();

    assertThat(summary.doubleColumn("lost when shuffled").countMissing()).isZero();
  }

  @Test
  void contributionsOfANetworkAreApproximatedAndSaySo() {
    train("DNNClassifier", "WITH train.epoch = 5 " + COLUMNS + "LABEL bought INTO buys");
    heard.outputs.clear();
    Table summary =
        run("SELECT * FROM visits LIMIT 50 TO EXPLAIN buys WITH summary.plot_type = 'bar'"
                + " USING DeepExplainer")
            .to_dataframe();

    assertThat(summary.columnNames())
        .containsExactly("feature", "mean |contribution|", "share in %", "lost when shuffled");
    assertThat(summary.rowCount()).isEqualTo(3);
    assertThat(heard.notes()).contains("approximated by 16 orders of the features for each row");
    assertThatThrownBy(() -> run("SELECT * FROM visits TO EXPLAIN buys USING profile"))
        .hasMessageContaining("which makes no groups: write USING shap, or leave USING out");
  }

  @Test
  void modelsThatPredictALabelAreComparedByTheirScores() {
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");
    train("LinearRegressor", COLUMNS + "LABEL spent INTO \"who spends\"");

    assertThatThrownBy(() -> run("SELECT * FROM visits TO COMPARE buys, \"who spends\""))
        .hasMessageStartingWith(
            "line 2:33: buys predicts a label and makes no groups to compare: to see which of two"
                + " models predicts better, write query TO EVALUATE buys LABEL bought for each of"
                + " them");
    assertThatThrownBy(() -> run("SELECT * FROM visits TO COMPARE \"who spends\", buys"))
        .hasMessageContaining("write query TO EVALUATE \"who spends\" LABEL spent for each");
    assertThat(run("SELECT * FROM visits TO EVALUATE buys LABEL bought").to_dataframe().rowCount())
        .isPositive();
  }

  @Test
  void partsOfAWideAndDeepNetworkSeeTheirColumns() {
    train(
        "DNNLinearCombinedClassifier",
        "WITH train.epoch = 3, dnn_hidden_units = [4] COLUMN pages FOR linear COLUMN minutes,"
            + " INDICATOR(visitor) FOR dnn LABEL bought INTO both");

    assertThat(heard.notes()).contains("both (DNNLinearCombinedClassifier) is trained");
    assertThatThrownBy(
            () ->
                train(
                    "DNNLinearCombinedClassifier",
                    "COLUMN pages FOR wide COLUMN minutes FOR deep LABEL bought INTO x"))
        .hasMessageContaining("has no part deep; its parts are FOR linear and FOR dnn");
    assertThatThrownBy(() -> train("DNNClassifier", "COLUMN pages FOR dnn LABEL bought INTO x"))
        .hasMessageContaining(
            "DNNClassifier has one part: leave out FOR, or train DNNLinearCombinedClassifier");
  }

  @Test
  void whatCannotBeTrainedIsRefusedWithAdvice() {
    assertThatThrownBy(() -> train("LinearClassifier", "INTO x"))
        .hasMessageContaining("LinearClassifier learns to predict a column: name it with LABEL");
    assertThatThrownBy(() -> train("DNNClassifier", "WITH n_classes = 1 LABEL bought INTO x"))
        .hasMessageStartingWith("line 2:50: n_classes must be a whole number from 2 to 100000");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT pages, visit_id % 5 AS k FROM visits TO TRAIN LinearClassifier WITH"
                        + " n_classes = 3 LABEL k INTO x"))
        .hasMessageStartingWith("line 2:76: the label has 5 classes (0, 1, 2, 3, 4), not 3: set");
    assertThatThrownBy(() -> train("LinearRegressor", "COLUMN pages LABEL visitor INTO x"))
        .hasMessageMatching(
            "(?s)line 2:\\d+: LinearRegressor predicts numbers, and visitor is a column of texts:"
                + " use a column of numbers, or a classifier\\. The database says: .*");
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");
    assertThatThrownBy(() -> train("DNNClassifier", COLUMNS + "LABEL bought USING buys INTO x"))
        .hasMessageContaining(
            "DNNClassifier goes on from a model of DNNClassifier, and the model of USING is of type"
                + " LinearClassifier");
  }

  @Test
  void aLabelOfNumbersWithDecimalsIsForARegressor() {
    run(
        "SELECT i % 7 AS x, i % 20 / 8 AS price FROM range(400) t(i) TO TRAIN LinearClassifier"
            + " LABEL price INTO prices");

    assertThat(heard.notes())
        .contains(
            "The label has numbers, and each of the 20 is a class here: to predict a number, train"
                + " a regressor.");
  }

  @Test
  void aLabelWithAClassForNearlyEachRowIsTold() {
    run(
        "SELECT pages, minutes, 'n' || (visit_id % 363) AS name FROM visits TO TRAIN"
            + " LinearClassifier LABEL name INTO names");

    assertThat(heard.notes())
        .contains(
            "The label has 363 classes in 400 rows, 326 of them in one row only: nothing can be"
                + " learned of these. If it is a number, train a regressor");
    Table classes = rows("Classes of names");
    assertThat(classes.rowCount()).isEqualTo(40);
    assertThat(classes.getString(39, 0)).isEqualTo("324 other classes");
    assertThat(classes.longColumn("rows").sum()).isEqualTo(400);
    run(
        "SELECT pages, minutes, 'n' || (visit_id % 363) AS name FROM visits TO EVALUATE names LABEL"
            + " name");
    Table mistakes = rows("Most frequent mistakes of names");
    assertThat(mistakes.columnNames()).containsExactly("actual", "predicted", "rows");
    assertThat(mistakes.rowCount()).isBetween(1, 40);
  }

  @Test
  void attributesOfSqlflowThatNothingNeedsAreAcceptedAndTold() {
    train(
        "LinearRegressor",
        "WITH model.label_dimension = 1, train.batch_size = 16, train.epoch = 10 COLUMN pages LABEL"
            + " spent INTO spends");

    assertThat(heard.notes())
        .contains("model.label_dimension has no effect: a label is one number.")
        .contains("train.batch_size has no effect: each iteration takes all rows.");
  }

  @Test
  void theListOfModelsHasTheMainScoreOfEach() {
    train("LinearClassifier", COLUMNS + "LABEL bought INTO buys");
    train("LinearRegressor", "WITH validation.share = 0 " + COLUMNS + "LABEL spent INTO spends");

    Table models = run("SHOW MODELS").to_dataframe();
    assertThat(models.stringColumn("metric").asList())
        .containsExactly("validation accuracy", "training RMSE");
    assertThat(models.doubleColumn("value").get(0)).isBetween(0.8, 1.0);
  }

  /** Where tests run without the module, as those of this one do in the build. */
  @Test
  void treesWithoutTheirModuleAreRefusedWithWhatToDo() {
    assumeTrue(Estimators.installed().find("xgboost.gbtree").isEmpty());

    assertThatThrownBy(() -> train("xgboost.gbtree", "LABEL spent INTO x"))
        .hasMessageStartingWith(
            "line 2:31: xgboost.gbtree is in the module sqlflow-xgboost, which is not installed"
                + " here: put its jar and those of its libraries (xgboost4j_2.12, kryo-shaded,"
                + " minlog, objenesis, commons-logging) on the class path, and restart");
    assertThatThrownBy(() -> train("BoostedTreesClassifier", "LABEL bought INTO x"))
        .hasMessageStartingWith("line 2:31: BoostedTreesClassifier is in the module");
  }

  @Test
  void aLeakAndUnevenClassesAreTold() {
    run(
        "SELECT pages, minutes, CASE WHEN bought = 'yes' THEN 1 ELSE 0 END + pages / 1e6 AS paid,"
            + " bought FROM visits TO TRAIN LinearClassifier LABEL bought INTO leaky");
    assertThat(heard.notes())
        .contains("paid alone predicts the label nearly without errors.", "COLUMN * EXCEPT (paid)");

    run(
        "SELECT pages, minutes, visit_id % 20 = 0 AS rare FROM visits TO TRAIN LinearClassifier"
            + " LABEL rare INTO rare");
    assertThat(heard.notes())
        .contains("The classes are uneven: 5.0 % of the rows are true, 95.0 % are false.")
        .contains("set model.class_weights = balanced");
  }

  @Test
  void theSameRowsAndSeedGiveTheSamePredictions() {
    for (String model : List.of("first", "second")) {
      train("DNNRegressor", "WITH train.epoch = 4 " + COLUMNS + "LABEL spent INTO " + model);
      run("SELECT * FROM visits TO PREDICT " + model + "_p.guess USING " + model);
    }

    assertThat(
            run("SELECT count(*) AS n FROM first_p a JOIN second_p b USING (visit_id) WHERE"
                    + " a.guess = b.guess")
                .to_dataframe()
                .column(0)
                .getString(0))
        .isEqualTo("400");
  }
}
