package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;

/** What a training advises to do next, and that it runs when it is followed. */
class NextStepsTest extends CellsTest {
  private static final String FIRST = "What to do next:";

  /** The statements that the last training advised. */
  private List<String> steps() {
    return heard.outputs.stream()
        .filter(Output.Note.class::isInstance)
        .map(output -> ((Output.Note) output).lines())
        .filter(lines -> lines.get(0).equals(FIRST))
        .reduce((first, last) -> last)
        .orElseThrow()
        .stream()
        .skip(1)
        .map(line -> line.substring(line.lastIndexOf(": ") + 2))
        .toList();
  }

  private void follow() {
    steps().forEach(this::run);
  }

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void ofSeparateGroupsTheyAreExplainedAndPredicted(Databases database) {
    on(database);
    for (String table : List.of("sqlflow_models", "shops", "v2_shops_groups")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    String quote = database == Databases.MARIADB ? "`" : "\"";
    String column = quote + "Umsatz in EUR" + quote;
    run(
        "CREATE TABLE shops AS SELECT i AS shop_id, 100 * (i % 3) + i % 7 AS "
            + column
            + " FROM "
            + database.numbers(90));

    run(
        "SELECT shop_id, -- the key\n  "
            + column
            + "\nFROM shops TO TRAIN kmeans WITH model.n_clusters = 3 INTO v2.shops");

    assertThat(steps())
        .containsExactly(
            "SELECT shop_id, " + column + " FROM shops TO EXPLAIN v2.shops",
            "SELECT shop_id, "
                + column
                + " FROM shops TO PREDICT v2_shops_groups.group_id USING v2.shops");
    follow();
    assertThat(((Number) value("SELECT count(DISTINCT group_id) AS n FROM v2_shops_groups")))
        .extracting(Number::intValue)
        .isEqualTo(3);
    assertThat(run("DESCRIBE MODEL v2.shops").to_dataframe().stringColumn("property").asList())
        .contains("advice");
  }

  @Test
  void ofCutsAnotherNumberIsTriedWithAllElseAsItWas() {
    run(
        "CREATE TABLE even AS SELECT i * 7919 % 1000 AS x, i * 104729 % 997 AS y FROM range(500)"
            + " r(i)");

    run(
        """
        SELECT * FROM even TO TRAIN kmeans
        WITH train.scale = standard, n_clusters = 3, train.verbose = 0
        COLUMN x, "y" INTO m
        """);

    assertThat(steps())
        .containsExactly(
            "SELECT * FROM even TO TRAIN kmeans WITH train.scale = standard, model.n_clusters ="
                + " auto, train.verbose = 0 COLUMN x, \"y\" INTO m",
            "SELECT * FROM even TO EXPLAIN m");
    follow();
    assertThat(steps())
        .containsExactly("SELECT * FROM even TO DESCRIBE", "SELECT * FROM even TO EXPLAIN m");
  }

  @Test
  void ofRingsWhichKMeansCannotFindSpectralIsTried() {
    run(
        "CREATE TABLE rings AS SELECT (1 + i % 2 * 2) * cos(i * 0.7) + (i * 7919 % 1000) / 4000.0"
            + " AS x, (1 + i % 2 * 2) * sin(i * 0.7) + (i * 104729 % 997) / 4000.0 AS y, i % 2 AS"
            + " ring FROM range(600) r(i)");
    heard.outputs.clear();

    run("SELECT * FROM rings TO TRAIN kmeans WITH n_clusters = 2 COLUMN x, y INTO m");

    assertThat(heard.notes())
        .contains("These groups are cuts, not separate groups")
        .contains(
            "However, 2 groups are separate by the nearest neighbours of the rows (50; 50 % of");
    assertThat(steps().get(0))
        .isEqualTo(
            "SELECT * FROM rings TO TRAIN spectral WITH model.n_clusters = 2 COLUMN x, y INTO"
                + " m_spectral");
    follow();
    assertThat(heard.notes()).contains("Gaps divide the groups");
    run("SELECT * FROM rings TO EVALUATE m_spectral LABEL ring INTO scores");
    assertThat((Double) value("SELECT value FROM scores WHERE metric = 'ARI'")).isGreaterThan(0.9);
  }

  @Test
  void whereTooManyGroupsCutThroughPlainOnesFewerAreTried() {
    run(
        "CREATE TABLE two AS SELECT i % 2 * 4 + (i * 7919 % 1000) / 400.0 AS x, i % 2 * 4 + (i *"
            + " 104729 % 997) / 400.0 AS y FROM range(1000) r(i)");
    heard.outputs.clear();

    run("SELECT * FROM two TO TRAIN kmeans WITH n_clusters = 10 INTO m");

    assertThat(heard.notes())
        .contains(
            "However, 2 groups are separate by the nearest neighbours of the rows (50; 50 % of the"
                + " rows): these 10 cut through them.");
    assertThat(steps().get(0))
        .isEqualTo("SELECT * FROM two TO TRAIN kmeans WITH model.n_clusters = 2 INTO m");
    follow();
    assertThat(heard.notes()).contains("The groups are clearly separated");
  }

  @Test
  void trainingAndEvaluationJudgeAClusterModelAlike() {
    run(
        "CREATE TABLE two AS SELECT i % 2 * 4 + (i * 7919 % 1000) / 400.0 AS x, i % 2 * 4 + (i *"
            + " 104729 % 997) / 400.0 AS y FROM range(1000) r(i)");
    run("SELECT * FROM two TO TRAIN clusterModel INTO m");
    String trained = firstSentence();
    heard.outputs.clear();

    run("SELECT * FROM two TO EVALUATE m");

    assertThat(firstSentence()).isEqualTo(trained);
    assertThat(trained).contains("Gaps divide the groups");
  }

  /** What was heard of the silhouette. */
  private String firstSentence() {
    return heard
        .notes()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("silhouette"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ofAmountsThatHideGroupsTheirLogarithmIsTried() {
    run(
        "CREATE TABLE sales AS SELECT exp(i * 7919 % 1000 / 120.0) AS spend, i * 104729 % 997 AS"
            + " age FROM range(500) r(i)");

    run("SELECT * FROM sales TO TRAIN kmeans WITH model.n_clusters = 4 INTO m");

    assertThat(steps())
        .contains(
            "SELECT * FROM sales TO TRAIN kmeans WITH model.n_clusters = 4 COLUMN * EXCEPT"
                + " (spend), LOG(spend) INTO m");
    follow();
  }

  @Test
  void ofALikelyTargetAmongTheFeaturesTheGroupsAreMadeWithoutIt() {
    run(
        "CREATE TABLE bank AS SELECT 20 + i * 7919 % 50 AS age, i * 104729 % 90 AS calls, i % 9 ="
            + " 0 AS \"default\" FROM range(300) r(i)");

    run("SELECT * FROM bank TO TRAIN kmeans WITH n_clusters = 2 INTO m");

    assertThat(steps().get(0))
        .isEqualTo("SELECT * FROM bank TO TRAIN kmeans WITH n_clusters = 2 LABEL default INTO m");
    follow();
    run("SELECT * FROM bank TO EVALUATE m LABEL default");
    assertThat(heard.notes()).contains("2 features (age, calls)");
  }

  @Test
  void numbersInTextsComeFirstAndAreReadAsSuch() {
    run(
        "CREATE TABLE cars AS SELECT i % 2 AS flag, CASE WHEN i % 50 = 0 THEN 'N/A' ELSE (i % 3 *"
            + " 90 + i % 5) || '.5' END AS price, 'm' || i AS model FROM range(150) r(i)");

    run("SELECT * FROM cars TO TRAIN kmeans WITH model.n_clusters = 2 INTO m");

    assertThat(steps().get(0))
        .isEqualTo(
            "SELECT * FROM cars TO TRAIN kmeans WITH model.n_clusters = 2, train.text_numbers ="
                + " true, train.on_null = skip INTO m");
    follow();
    assertThat(heard.notes()).contains("3 rows with a missing value were left out");
  }

  @Test
  void anErrorOfTooFewDifferentRowsNamesNumbersInTextsFirst() {
    run(
        "CREATE TABLE money AS SELECT i AS customer_id, '$' || (1000 + i) || '.50' AS revenue, i %"
            + " 2 = 0 AS back FROM range(150) r(i)");

    assertThatThrownBy(() -> run("SELECT * FROM money TO TRAIN kmeans WITH n_clusters = 3 INTO m"))
        .hasMessageContaining("revenue looks like numbers, but is text and left out")
        .hasMessageContaining("TRY_CAST(replace(revenue, '$', '') AS DOUBLE) AS revenue")
        .hasMessageContaining(
            "As it is, only 2 of the 150 rows differ in these features, too few for 3 groups: set"
                + " a lower model.n_clusters");
  }

  @Test
  void codesAreGroupedAndWritten() {
    makePoints();
    run(
        "SELECT * FROM points TO TRAIN autoencoder WITH pretrain_epochs = 1, encode_units = [4, 2]"
            + " COLUMN m1, m2 INTO ae");

    assertThat(steps())
        .containsExactly(
            "SELECT * FROM points TO TRAIN clusterModel WITH model.n_clusters = auto COLUMN m1, m2"
                + " USING ae INTO ae_groups",
            "SELECT * FROM points TO PREDICT ae_codes.code USING ae");
    follow();
    assertThat(value("SELECT count(code_1) FROM ae_codes")).isEqualTo(130L);
  }

  @Test
  void aTableOfTheUserIsNotInTheWayAndASecretIsNotShown() {
    makePoints();
    run("CREATE TABLE m_groups AS SELECT 1 AS a");
    run("SELECT m1, m2 FROM points TO TRAIN kmeans WITH model.n_clusters = 3 INTO m");
    assertThat(steps().get(1)).contains("TO PREDICT m_groups_2.group_id");
    follow();

    run(
        "SELECT m1, m2 FROM points WHERE name <> 'postgresql://me:hidden@host/db' TO TRAIN kmeans"
            + " WITH model.n_clusters = 3 INTO m");
    assertThat(steps().get(0)).isEqualTo("\u2026 (the same query) TO EXPLAIN m");
  }

  @Test
  void rowsUnlikeTheTrainingAreNamedByExplainAndEvaluateToo() {
    makePoints();
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, INDICATOR(name) INTO"
            + " m");
    String other = "SELECT 100 * m1 + 1000 AS m1, 'new' AS name, kind FROM points TO ";
    for (String what : List.of("EXPLAIN m", "EVALUATE m", "EVALUATE m LABEL kind")) {
      heard.outputs.clear();
      run(other + what);
      assertThat(heard.notes())
          .as(what)
          .contains("Unlike the training: 130 of 130 rows")
          .contains("m1: 130 rows far above the training's 20.6");
    }
    for (String what : List.of("EXPLAIN m", "EVALUATE m")) {
      heard.outputs.clear();
      run("SELECT * FROM points TO " + what);
      assertThat(heard.notes()).as(what).doesNotContain("Unlike the training");
    }
  }

  @Test
  void trainAndEvaluateSayTheSameOfTheSameRows() {
    run(
        "CREATE TABLE crowd AS SELECT i % 97 AS g, i * 7919 % 1000 AS x, i * 31 % 211 AS y FROM"
            + " range(3000) r(i)");
    // Without an order, as after GROUP BY, each run gives the rows in another.
    for (String query :
        List.of(
            "SELECT x, y FROM crowd",
            "SELECT sum(x) AS x, avg(y) AS y FROM crowd GROUP BY g",
            "SELECT x + CASE WHEN g < 40 THEN 900 ELSE 0 END AS x, max(y) AS y FROM crowd GROUP BY"
                + " ALL")) {
      for (int seed = 1; seed <= 3; seed++) {
        heard.outputs.clear();
        run(query + " TO TRAIN kmeans WITH n_clusters = 3, train.seed = " + seed + " INTO m");
        String trained = verdict();
        heard.outputs.clear();
        run(query + " TO EVALUATE m");
        assertThat(verdict()).isEqualTo(trained);
      }
    }
  }

  /** The sentence on the groups, without what only EVALUATE measures. */
  private String verdict() {
    return heard
        .notes()
        .lines()
        .filter(line -> line.contains("silhouette 0."))
        .findFirst()
        .orElseThrow()
        .replaceAll("; plain k-means on the same rows: [0-9]\\.[0-9]+", "");
  }
}
