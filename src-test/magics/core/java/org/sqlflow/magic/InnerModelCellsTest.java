package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Trained models as features of others, and trainings that go on from a model. */
class InnerModelCellsTest extends CellsTest {
  @BeforeEach
  void makeVisits() {
    open();
    run(
        """
        CREATE TABLE visits AS
        SELECT i AS visit_id, i % 3 + (i * 37 % 101) / 500.0 AS pages,
               2 * (i % 3) + (i * 53 % 97) / 500.0 AS minutes,
               ['Bern', 'Rom', 'Wien', 'Oslo'][1 + (i // 3) % 4] AS city,
               CASE WHEN i % 3 = 1 OR (i // 3) % 4 = 2 THEN 'yes' ELSE 'no' END AS bought
        FROM range(300) r(i)
        """);
    run(
        "SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 3 COLUMN pages, minutes INTO"
            + " segments");
  }

  private List<String> features(String model) {
    return run("DESCRIBE MODEL " + model).to_dataframe().stringColumn("property").asList();
  }

  private Table predicted(String model) {
    run("SELECT * FROM visits TO PREDICT p.bought USING " + model);
    return run("SELECT bought FROM p ORDER BY visit_id").to_dataframe();
  }

  @Test
  void aGroupIsACategoryOfTheNextModel() {
    run("ALTER MODEL segments NAME GROUPS (0 = 'Window shoppers')");
    run(
        "SELECT * FROM visits TO TRAIN LinearClassifier COLUMN CLUSTER(segments), INDICATOR(city)"
            + " LABEL bought INTO buys");

    assertThat(heard.notes())
        .contains("(segments=Window shoppers, segments=1 … city=other)")
        .contains("Of 60 rows that it did not learn from");
    run("SELECT pages, minutes, city, bought FROM visits TO EVALUATE buys LABEL bought");
    assertThat(features("buys")).contains("validation accuracy");
  }

  @Test
  void whatALeakIsMadeOfIsLeftOutOfColumnAsItStandsThere() {
    run(
        "SELECT *, visit_id % 3 = 1 AS odd FROM visits TO TRAIN LinearClassifier COLUMN minutes,"
            + " INDICATOR(city), CLUSTER(segments) LABEL odd INTO leaky");

    assertThat(heard.notes())
        .containsPattern(
            "segments=\\d alone predicts the label nearly without errors\\. If it is known only"
                + " after the label, or is the label in another form, leave CLUSTER\\(segments\\)"
                + " out of COLUMN\\.")
        .doesNotContain("EXCEPT (\"segments");
  }

  @Test
  void theModelWithinStaysWhenTheOtherIsRetrainedOrDropped() {
    run(
        "SELECT * FROM visits TO TRAIN LinearClassifier COLUMN CLUSTER(segments@1),"
            + " CLUSTER(segments, distances), CLUSTER(segments, distance), INDICATOR(city) LABEL"
            + " bought INTO buys");
    Table before = predicted("buys");
    run("SELECT * FROM visits TO TRAIN kmeans WITH n_clusters = 2 COLUMN pages INTO segments");
    assertThat(predicted("buys").stringColumn(0).asList())
        .isEqualTo(before.stringColumn(0).asList());
    run("DROP MODEL segments");
    assertThat(predicted("buys").stringColumn(0).asList())
        .isEqualTo(before.stringColumn(0).asList());
    assertThatThrownBy(() -> run("SELECT * FROM visits TO RETRAIN buys"))
        .hasMessageContaining("no model segments@1; there is buys");
  }

  @Test
  void codesOfAnEncoderAreFeatures() {
    run(
        "SELECT * FROM visits TO TRAIN autoencoder WITH model.encode_units = [4, 2], train.epoch ="
            + " 2 COLUMN pages, minutes INTO codes");
    run(
        "SELECT * FROM visits TO TRAIN LinearClassifier COLUMN EMBEDDING(codes), INDICATOR(city)"
            + " LABEL bought INTO buys");

    assertThat(heard.notes()).contains("(codes.embedding_1, codes.embedding_2");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO TRAIN LinearClassifier COLUMN CLUSTER(codes) LABEL"
                        + " bought INTO x"))
        .hasMessageStartingWith(
            "line 2:63: codes is of type autoencoder, which makes no groups: name a model that"
                + " does, or write EMBEDDING(codes)");
  }

  @Test
  void whatNoModelAnswersIsRefusedAtItsPlace() {
    assertThatThrownBy(() -> trainWith("CLUSTER(segment)"))
        .hasMessageStartingWith("line 2:63: no model segment; did you mean segments?");
    assertThatThrownBy(() -> trainWith("CLUSTER(segments, embedding)"))
        .hasMessageStartingWith(
            "line 2:73: segments is of type kmeans, whose outputs are group_id, distance,"
                + " confidence, distances; CLUSTER takes a trained model");
    run(
        "SELECT visit_id % 2 AS bought, pages FROM visits TO TRAIN kmeans WITH n_clusters = 2"
            + " COLUMN bought, pages INTO knowing");
    assertThatThrownBy(() -> trainWith("CLUSTER(knowing)"))
        .hasMessageStartingWith(
            "line 2:63: knowing reads bought, which is to be predicted: train knowing without it"
                + " (COLUMN * EXCEPT (bought))");
    run("SELECT * FROM visits TO TRAIN LinearRegressor COLUMN minutes LABEL pages INTO counts");
    assertThatThrownBy(() -> trainWith("EMBEDDING(counts)"))
        .hasMessageStartingWith(
            "line 2:65: counts is of type LinearRegressor, which has no embedding: name a model"
                + " that does, such as an autoencoder; EMBEDDING takes");
    run("ALTER TABLE visits RENAME COLUMN pages TO views");
    assertThatThrownBy(() -> trainWith("CLUSTER(segments)"))
        .hasMessageStartingWith(
            "line 2:63: segments reads column pages, which the query does not have");
  }

  private void trainWith(String entry) {
    run("SELECT * FROM visits TO TRAIN LinearClassifier COLUMN " + entry + " LABEL bought INTO x");
  }

  @Test
  void aRowWithoutAValueIsInNoGroup() {
    run(
        "CREATE TABLE gaps AS SELECT * REPLACE (CASE WHEN visit_id % 7 = 0 THEN NULL ELSE pages END"
            + " AS pages) FROM visits");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM gaps TO TRAIN LinearClassifier COLUMN CLUSTER(segments),"
                        + " INDICATOR(city) LABEL bought INTO x"))
        .hasMessageContaining("NULL, NaN or infinity in pages (43 of 300 rows)");
    run(
        "SELECT * FROM gaps TO TRAIN LinearClassifier WITH train.on_null = mean COLUMN"
            + " CLUSTER(segments), INDICATOR(city) LABEL bought INTO x");
    assertThat(heard.notes()).contains("pages in 43 of 300 rows (no group)");
  }

  private static final String EMBEDDED =
      "COLUMN pages, EMBEDDING(city, 3), EMBEDDING(CATEGORY_ID(visit_id, 300), 1) LABEL bought ";

  @Test
  void aNetworkLearnsNumbersForCategoriesAndGoesOnFromAStoredOne() {
    run(
        "SELECT * FROM visits TO TRAIN DNNClassifier WITH train.epoch = 4, model.hidden_units = [8]"
            + " "
            + EMBEDDED
            + "INTO first");
    assertThat(heard.notes()).contains("3 features (pages, city, visit_id)");
    heard.outputs.clear();
    run(
        "SELECT * FROM visits TO TRAIN DNNClassifier WITH train.epoch = 30 "
            + EMBEDDED
            + "USING first INTO further");

    assertThat(heard.notes())
        .contains("3 features (pages, city, visit_id)")
        .contains("The model of USING may have learned from the rows that were kept back");
    assertThat(loss("further")).isLessThan(loss("first"));
    assertThat(predicted("further").rowCount()).isEqualTo(300);
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO TRAIN DNNClassifier WITH model.hidden_units = [9] "
                        + EMBEDDED
                        + "USING first INTO x"))
        .hasMessageStartingWith(
            "line 2:50: the network of USING has model.hidden_units = [8], which stays: leave it"
                + " out");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO TRAIN DNNClassifier COLUMN pages LABEL bought USING"
                        + " first INTO x"))
        .hasMessageStartingWith(
            "line 2:77: the model of USING has other features: pages, city, visit_id. Name the same"
                + " in COLUMN, in this order");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * REPLACE (CASE visit_id WHEN 7 THEN 'maybe' ELSE bought END AS bought)"
                        + " FROM visits TO TRAIN DNNClassifier "
                        + EMBEDDED
                        + "USING first INTO x"))
        .hasMessageContaining("the model of USING knows no class 'maybe', only 'no', 'yes'");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * REPLACE (CASE visit_id WHEN 7 THEN '' ELSE bought END AS bought)"
                        + " FROM visits TO TRAIN DNNClassifier "
                        + EMBEDDED
                        + "USING first INTO x"))
        .hasMessageContaining("the model of USING knows no class '', only 'no', 'yes'");
  }

  private double loss(String model) {
    Table table = run("DESCRIBE MODEL " + model).to_dataframe();
    int row = table.stringColumn("property").asList().indexOf("validation log loss");
    return Double.parseDouble(table.stringColumn("value").get(row));
  }

  @Test
  void anEmbeddingIsRefusedWhereNothingLearnsIt() {
    assertThatThrownBy(() -> trainWith("pages, EMBEDDING(CATEGORY_HASH(city, 9), 3)"))
        .hasMessageStartingWith(
            "line 2:62: LinearClassifier cannot learn an EMBEDDING (DNNClassifier and"
                + " DNNLinearCombinedClassifier can): use the CATEGORY_HASH(…) alone, which gives"
                + " each category its own feature");
    assertThatThrownBy(
            () ->
                run("SELECT * FROM visits TO TRAIN kmeans COLUMN EMBEDDING(city, 3), pages INTO x"))
        .hasMessageStartingWith(
            "line 2:45: kmeans cannot learn an EMBEDDING: use INDICATOR(city), which gives each"
                + " category its own feature");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM visits TO TRAIN LinearClassifier COLUMN pages LABEL bought USING"
                        + " segments INTO x"))
        .hasMessageContaining("LinearClassifier finds the same weights from any start");
  }
}
