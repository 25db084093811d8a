package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

class SqlflowMagicTest extends CellsTest {
  @Test
  void aTrainedModelPredictsTheGroupsOfEveryRow() {
    makePoints();
    run(TRAIN);

    run("SELECT * FROM points TO PREDICT output_table.group_id USING my_model;");

    Table groups =
        run("SELECT kind, group_id, count(*) AS n FROM output_table GROUP BY ALL ORDER BY kind")
            .to_dataframe();
    assertThat(groups.intColumn("group_id").asList()).containsExactly(0, 1, 2);
    assertThat(groups.longColumn("n").asList()).containsExactly(60L, 40L, 30L);
    assertThat(run("DESCRIBE output_table").to_dataframe().stringColumn("column_name").asList())
        .containsExactly("point_id", "kind", "m1", "m2", "m3", "name", "group_id");
    assertThat(heard.notes())
        .contains("130 rows, 3 features (m1, m2, m3)")
        .contains("output_table has the query's 130 rows with group_id from my_model");
    assertThat(heard.trainings).isOne();
    assertThat(heard.progress).isNotEmpty();
  }

  @Test
  void predictionNeverReadsTheTrainingTable() {
    makePoints();
    run(TRAIN);
    run("CREATE TABLE others AS SELECT m2, m1, m3 FROM points; DROP TABLE points");

    run("SELECT * FROM others TO PREDICT others.group_id USING my_model");

    assertThat(value("SELECT count(DISTINCT group_id) FROM others")).isEqualTo(3L);
  }

  @Test
  void modelsAndTablesAreThereTheNextDay() {
    SqlflowMagic today = new SqlflowMagic(Map.of(), folder);
    try (today) {
      magic = today;
      makePoints();
      run(TRAIN);
    }
    try (SqlflowMagic tomorrow = new SqlflowMagic(Map.of(), folder)) {
      magic = tomorrow;
      run("SELECT * FROM points TO PREDICT p.g USING my_model");
      assertThat(value("SELECT count(g) FROM p")).isEqualTo(130L);
    }
    assertThat(folder.resolve("sqlflow.duckdb")).exists();
  }

  @Test
  void showTrainTellsTheStatementAsWritten() {
    makePoints();
    run(TRAIN);

    Table shown = run("SHOW TRAIN my_model;").to_dataframe();

    assertThat(shown.columnNames()).containsExactly("Model", "Train Statement");
    assertThat(shown.get(0, 0)).isEqualTo("my_model");
    assertThat(shown.getString(0, 1) + ";").isEqualTo(TRAIN.strip());
  }

  @Test
  void aPretrainedEncoderStartsAClusterModel() {
    makePoints();
    run(
        """
        SELECT * FROM points TO TRAIN autoencoder
        WITH model.encode_units = [8, 2], model.pretrain_epochs = 30
        COLUMN m1, m2, m3 INTO pretrained
        """);

    run(
        """
        SELECT * FROM points TO TRAIN clusterModel
        WITH model.encode_units = [100, 7], model.n_clusters = 3, model.run_pretrain = false
        COLUMN m3, m2, m1 USING pretrained INTO my_model
        """);

    assertThat(heard.notes()).contains("model.encode_units has no effect");
    run("SELECT * FROM points TO PREDICT codes.code USING pretrained");
    assertThat(run("SELECT * FROM codes").to_dataframe().columnNames())
        .endsWith("name", "code_1", "code_2");
  }

  @Test
  void missingValuesAreAnErrorOrSkippedAndNoRowIsLost() {
    makePoints();
    run("UPDATE points SET m2 = NULL WHERE point_id IN (3, 70)");

    assertThatThrownBy(() -> run(TRAIN)).hasMessageContaining("m2 (2 of 130 rows)");

    run(TRAIN.replace("COLUMN", "    train.on_null = skip\nCOLUMN"));
    run("SELECT * FROM points TO PREDICT p.g USING my_model");
    assertThat(value("SELECT count(*) FROM p")).isEqualTo(130L);
    assertThat(value("SELECT string_agg(point_id::VARCHAR, ' ') FROM p WHERE g IS NULL"))
        .isEqualTo("3 70");
    assertThat(heard.notes()).contains("2 rows with a missing value", "2 of them have NULL there");
  }

  @Test
  void severalStatementsGiveTheirResultsInOrder() {
    Result result = run("SELECT 1 AS a; SELECT 2 AS b; -- the end");

    assertThat(result.size()).isEqualTo(2);
    assertThat(result.get(0).columnNames()).containsExactly("a");
    assertThat(result.to_dataframe().columnNames()).containsExactly("b");
    assertThatThrownBy(() -> result.get(2)).hasMessageContaining("returned 2, counted from 0");
  }

  @Test
  void theSqlMayStandOnTheMagicLine() {
    String cell = "\n// a comment\n%%sqlflow SELECT 41 + 1";

    Result result = runWhole(cell, cell.indexOf(MAGIC) + MAGIC.length(), heard);

    assertThat(result.to_dataframe().get(0, 0)).isEqualTo(42);
  }

  @Test
  void aConstantColumnDoesNoHarm() {
    makePoints();

    run(
        "SELECT *, 7 AS m4 FROM points TO TRAIN clusterModel WITH n_clusters = 3,"
            + " pretrain_epochs = 20 COLUMN m1, m2, m4 INTO m;"
            + "SELECT *, 7 AS m4 FROM points TO PREDICT p.g USING m");

    assertThat(value("SELECT count(DISTINCT g) FROM p")).isEqualTo(3L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"auto | 7", "AUTO | 7", "'auto' | 7", "[2, 3, 5] | 3"})
  void theNumberOfGroupsMayBeLeftToAChoice(String value, int tried) {
    makePoints();

    run(TRAIN.replace("n_clusters = 3", "n_clusters = " + value));

    Table sweep = table("Numbers of groups tried for my_model");
    assertThat(sweep.columnNames())
        .containsExactly(
            "groups",
            "silhouette",
            "inertia",
            "largest group in %",
            "rows of the smallest",
            "weakest group found again",
            "chosen");
    assertThat(sweep.rowCount()).isEqualTo(tried);
    Table chosen = sweep.where(sweep.stringColumn("chosen").isEqualTo("yes"));
    assertThat(chosen.intColumn("groups").asList()).containsExactly(3);
    assertThat(heard.notes())
        .contains(
            "model.n_clusters = 3 was chosen among " + tried + " numbers by k-means: the largest");
    Table story = run("DESCRIBE MODEL my_model").to_dataframe();
    assertThat(story.where(story.stringColumn(0).isEqualTo("model.n_clusters")).getString(0, 1))
        .isEqualTo("3");
  }

  @Test
  void theStartsOfATrainingAreComparedInATable() {
    makePoints();

    run(TRAIN.replace("COLUMN", "train.restarts = 3 COLUMN"));

    Table starts = table("Starts of my_model");
    assertThat(starts.intColumn("start").asList()).containsExactly(1, 2, 3);
    assertThat(starts.longColumn("seed").asList()).containsExactly(42L, 43L, 44L);
    assertThat(starts.where(starts.stringColumn("kept").isEqualTo("yes")).rowCount()).isOne();
    assertThat(heard.notes())
        .contains(
            "of 3 is kept, the one whose groups agree most with neighbouring rows. The starts agree"
                + " by ")
        .contains("agreement of the starts ");
  }

  private Table table(String title) {
    return heard.outputs.stream()
        .filter(Output.Details.class::isInstance)
        .flatMap(output -> ((Output.Details) output).tables().stream())
        .filter(rows -> rows.title().equals(Optional.of(title)))
        .findFirst()
        .orElseThrow()
        .table();
  }

  @Test
  void aCancelledTrainingLeavesTheEarlierModel() {
    makePoints();
    run(TRAIN);
    CellListener stopper =
        new Heard() {
          @Override
          public void progress(TrainingProgress state) {
            magic.cancel();
          }
        };

    assertThatThrownBy(
            () -> runWhole(MAGIC + " " + TRAIN.replace("30", "31"), MAGIC.length(), stopper))
        .isInstanceOf(CancellationException.class);

    assertThat(run("SHOW TRAIN my_model").to_dataframe().getString(0, 1))
        .contains("model.pretrain_epochs = 30");
  }

  @Test
  void namesAndValuesMayHoldAnything() {
    run(
        "CREATE TABLE \"a;TO TRAIN b\" AS SELECT range / 7.0 AS \"m \"\" 1\", random() AS `é` FROM"
                .replace('`', '"')
            + " range(100)");

    run(
        "SELECT * FROM \"a;TO TRAIN b\" TO TRAIN clusterModel WITH n_clusters = 2,"
            + " pretrain_epochs = 2 INTO \"o'model\"");
    run(
        "SELECT * FROM \"a;TO TRAIN b\" TO PREDICT \"out \"\" put\".\"group id\" USING"
            + " \"o'model\"");

    assertThat(value("SELECT count(\"group id\") FROM \"out \"\" put\"")).isEqualTo(100L);
  }

  @Test
  void extraOutputsStandBesideTheGroup() {
    makePoints();
    run(TRAIN);

    run(
        "SELECT * FROM points TO PREDICT p.g WITH predict.extra_outputs = [distance, confidence]"
            + " USING my_model");

    Table table = run("SELECT * FROM p").to_dataframe();
    assertThat(table.columnNames()).endsWith("g", "distance", "confidence");
    assertThat(IntStream.range(0, 130).mapToDouble(row -> table.floatColumn("confidence").get(row)))
        .allMatch(c -> c > 1.0 / 3 && c <= 1);
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO PREDICT p.g WITH predict.extra_outputs = distanse"
                        + " USING my_model"))
        .hasMessageContaining("predict.extra_outputs must be a list of");
  }
}
