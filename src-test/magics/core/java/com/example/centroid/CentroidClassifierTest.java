package com.example.centroid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.CellOptions;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** An estimator of another task costs one package and one ServiceLoader line. */
class CentroidClassifierTest {
  private static final String MAGIC = "%%sqlflow";

  @TempDir Path folder;
  private final List<Output> outputs = new ArrayList<>();
  private SqlflowMagic magic;

  private ClassLoader before;

  /** The line in META-INF/services is on the class path of these tests alone. */
  @BeforeEach
  void addTheEstimatorToTheClassPath() {
    before = Thread.currentThread().getContextClassLoader();
    URL services = CentroidClassifierTest.class.getResource("META-INF/services");
    try {
      URL root = services.toURI().resolve("../").toURL();
      Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {root}, before));
    } catch (URISyntaxException | MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
    makeRows();
  }

  private void makeRows() {
    open();
    run(
        """
        CREATE TABLE fruit AS
        SELECT range AS id, (range * 37 % 100) / 100.0 + grade * 3 AS size,
               (range * 53 % 100) / 100.0 - grade AS weight, grade,
               CASE grade WHEN 0 THEN 'plum' WHEN 1 THEN 'apple' ELSE 'melon' END AS kind
        FROM (SELECT range, range % 4 % 3 AS grade FROM range(120))
        """);
  }

  @AfterEach
  void close() {
    magic.close();
    Thread.currentThread().setContextClassLoader(before);
  }

  private void open() {
    magic =
        new SqlflowMagic(
            Map.of("SQLFLOW_DATASOURCE", "duckdb://" + folder.resolve("fruit.duckdb")), folder);
  }

  private Result run(String statements) {
    return magic.run(
        MAGIC + "\n" + statements,
        MAGIC.length(),
        Variables.NONE,
        new CellListener() {
          @Override
          public void options(CellOptions options) {}

          @Override
          public void output(Output output) {
            outputs.add(output);
          }

          @Override
          public void progress(TrainingProgress progress) {}

          @Override
          public void progressEnded() {}
        });
  }

  private Table table(String statements) {
    return run(statements).to_dataframe();
  }

  private void train(String label) {
    run(
        "SELECT size, weight, "
            + label
            + " FROM fruit TO TRAIN nearestCentroid WITH model.shrink = 0.1 LABEL "
            + label
            + " INTO "
            + label
            + "_model");
  }

  @Test
  void itTrainsIsListedAndDescribed() {
    train("kind");

    assertThat(outputs.toString())
        .contains("kind_model (nearestCentroid) is trained and stored: 3 classes of 120 rows")
        .contains("100.0 % of the training rows are classified correctly; always the most frequent")
        .contains("class: 50.0 %");
    Table models = table("SHOW MODELS");
    assertThat(models.getString(0, "type")).isEqualTo("nearestCentroid");
    assertThat(models.getString(0, "metric")).isEqualTo("training accuracy");
    Table described = table("DESCRIBE MODEL kind_model");
    assertThat(described.stringColumn("value").asList())
        .contains("classification", "apple; melon; plum", "30; 30; 60", "1.0000");
    assertThat(table("DESCRIBE MODEL TYPE nearestcentroid").stringColumn("attribute").asList())
        .contains("model.shrink", "train.scale");
  }

  @Test
  void whatIsStoredPredictsInANewSession() {
    train("grade");
    magic.close();
    open();

    run("SELECT * FROM fruit TO PREDICT predicted.guess USING grade_model");

    assertThat(table("SELECT count(*) FROM predicted WHERE guess = grade").getString(0, 0))
        .isEqualTo("120");
    assertThat(
            table("SELECT data_type FROM duckdb_columns() WHERE column_name = 'guess'")
                .getString(0, 0))
        .isEqualTo("INTEGER");
    assertThat(outputs.toString()).contains("Classes in predicted");
  }

  @Test
  void evaluationComparesWithTheMostFrequentClass() {
    train("kind");

    Table scores =
        table(
            "SELECT size, weight, CASE WHEN id < 12 THEN NULL WHEN id < 24 THEN 'fig' ELSE kind END"
                + " AS kind FROM fruit TO EVALUATE kind_model LABEL kind");

    assertThat(scores.stringColumn("metric").asList())
        .containsExactly("accuracy", "balanced accuracy", "macro F1", "precision", "recall");
    assertThat(scores.doubleColumn("value").asList()).containsOnly(1.0);
    assertThat(scores.doubleColumn("baseline").get(0)).isEqualTo(0.5);
    assertThat(scores.doubleColumn("baseline").get(1)).isEqualTo(1 / 3.0);
    assertThat(scores.stringColumn("better").asList()).containsOnly("model");
    assertThat(outputs.toString())
        .contains("Confusion matrix of kind_model", "predicted melon")
        .contains("12 of 120 rows have no label and are ignored.")
        .contains("12 of 120 rows have a label that the model was not trained on and are ignored.");
  }

  @Test
  void whatTheTaskLacksIsRefusedWithAdvice() {
    assertThatThrownBy(() -> run("SELECT size FROM fruit TO TRAIN nearestCentroid INTO m"))
        .hasMessageContaining("nearestCentroid learns to predict a column: name it with LABEL");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT size, nullif(kind, 'plum') AS kind FROM fruit TO TRAIN nearestCentroid"
                        + " LABEL kind INTO m"))
        .hasMessageContaining("kind, the column of LABEL, has no value in 60 of 120 rows");
    assertThatThrownBy(
            () ->
                run("SELECT size, 1 AS kind FROM fruit TO TRAIN nearestCentroid LABEL kind INTO m"))
        .hasMessageContaining("the label kind has only the value 1: nothing to classify");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT size, 'value' AS kind FROM fruit TO TRAIN nearestCentroid LABEL kind"
                        + " INTO m"))
        .hasMessageContaining("the label kind has only the value 'value': nothing to classify");
    train("kind");
    assertThatThrownBy(() -> run("SELECT * FROM fruit TO EVALUATE kind_model"))
        .hasMessageContaining(
            "kind_model predicts a label: name the column that has it with LABEL");
    assertThatThrownBy(() -> run("SELECT * FROM fruit TO EXPLAIN kind_model"))
        .hasMessageContaining(
            "kind_model is of type nearestCentroid, and USING shap explains models that predict"
                + " numbers or give probabilities of classes");
  }

  @Test
  void rowsWithoutAFeatureHaveNoPrediction() {
    run(
        "SELECT CASE WHEN id % 10 = 0 THEN NULL ELSE size END AS size, weight, grade FROM fruit"
            + " TO TRAIN nearestCentroid WITH train.on_null = skip LABEL grade INTO skipping");

    Table scores =
        table(
            "SELECT CASE WHEN id % 10 = 0 THEN NULL ELSE size END AS size, weight, grade FROM fruit"
                + " TO EVALUATE skipping LABEL grade");

    assertThat(scores.doubleColumn("value").get(0)).isEqualTo(1.0);
    assertThat(outputs.toString())
        .contains("12 rows have no prediction, because a feature has no value.");
  }
}
