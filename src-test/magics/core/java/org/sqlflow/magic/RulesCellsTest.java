package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.report.Output;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** Groups by rules, and rules that are the groups. */
class RulesCellsTest extends CellsTest {
  private static final String KMEANS =
      "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2, m3 INTO seg";

  @BeforeEach
  void make() {
    makePoints();
  }

  private String expression() {
    return heard.outputs.stream()
        .filter(Output.Code.class::isInstance)
        .map(output -> ((Output.Code) output).text())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  void aTreeSentencesAndAnExpressionSayWhatTheGroupsAre() {
    run(KMEANS);
    heard.outputs.clear();
    Table rules = run("SELECT * FROM points TO EXPLAIN seg USING rules").to_dataframe();

    assertThat(heard.outputs.get(0)).isInstanceOf(Output.Note.class);
    assertThat(((Output.Note) heard.outputs.get(0)).badges())
        .containsExactly("fidelity 100 %", "3 rules", "4 conditions", "cost ratio 1.000");
    assertThat(heard.outputs.get(1)).isInstanceOf(Output.Picture.class);
    assertThat(heard.notes())
        .contains(
            "3 rules give 130 of 130 rows the group that seg gives them (100 %), as counted by"
                + " DuckDB",
            "Group 0 (60 rows): m1 is below 5. Precision 100 %, recall 100 %.",
            "Each group in one condition, with 4 comparisons at most:",
            "Group 1: m3 is true. It covers 100 % of the group's rows; precision 100 %.");
    assertThat(rules.columnNames())
        .containsExactly(
            "group_id",
            "rule",
            "condition",
            "rows",
            "share in %",
            "precision in %",
            "recall in %",
            "in words");
    assertThat(rules.rowCount()).isEqualTo(3);
    assertThat(rules.intColumn("group_id").asList()).containsExactly(0, 1, 2);
    assertThat(expression()).startsWith("CASE\n  WHEN ").endsWith("\nEND");
    Object wrong =
        value("SELECT count(*) FROM points WHERE kind <> " + expression().replace("\n", " "));
    assertThat(((Number) wrong).intValue()).isZero();
  }

  @Test
  void aLongConditionIsDividedIntoLines() {
    String name = "the_length_of_a_name_that_somebody_chose";
    run(
        Text.of(
            "CREATE TABLE long AS SELECT i %% 4 // 2 + i / 1e4 AS %1$s_1, i %% 2 + i / 1e4 AS"
                + " %1$s_2 FROM range(200) t(i)",
            name));
    run("SELECT * FROM long TO TRAIN kmeans WITH n_clusters = 4 INTO wide");
    heard.outputs.clear();
    run("SELECT * FROM long TO EXPLAIN wide USING rules");

    assertThat(expression().lines()).allMatch(line -> line.length() < 96);
    assertThat(expression()).containsPattern("\n  WHEN " + name + "\\S+ .*\n    AND .* THEN ");
    assertThat(heard.notes()).contains("200 of 200 rows");
  }

  @Test
  void theRulesAreWrittenAsATableThatAReportMayReplace() {
    run(KMEANS);
    run("SELECT * FROM points TO EXPLAIN seg USING rules INTO seg_rules");
    run("SELECT * FROM points TO EXPLAIN seg USING rules INTO seg_rules");

    Table rules = run("SELECT * FROM seg_rules ORDER BY rule").to_dataframe();
    assertThat(rules.rowCount()).isEqualTo(3);
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN seg USING rules INTO points"))
        .hasMessageContaining("table that the query reads");
    run("CREATE TABLE mine AS SELECT 1 AS a");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN seg USING rules INTO mine"))
        .hasMessageContaining("is not an earlier report of TO EXPLAIN");
  }

  @Test
  void errorsSayWhereAndWhatToDo() {
    run(KMEANS);
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO EXPLAIN seg WITH rules.max_leaves = 2 USING rules"))
        .hasMessageStartingWith(
            "line 2:42: seg has 3 groups, and each needs a rule: set rules.max_leaves = 3 or more");
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO EXPLAIN seg WITH rules.max_leafs = 4 USING rules"))
        .hasMessageContaining("did you mean rules.max_leaves?");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN seg WITH rules.max_leaves = 4"))
        .hasMessageContaining("is an attribute of the explainer rules: write USING rules");
    assertThatThrownBy(() -> run("SELECT * FROM points WHERE m1 > 99 TO EXPLAIN seg USING rules"))
        .hasMessageContaining("the query returns no rows to explain seg with");
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN"
            + " CATEGORY_HASH(name, 9) INTO hashed");
    assertThatThrownBy(() -> run("SELECT * FROM points TO EXPLAIN hashed USING rules"))
        .hasMessageStartingWith(
            "line 2:33: hashed sees the query only through CATEGORY_HASH(name, 9), which"
                + " conditions on columns cannot express: to get rules,");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 5,"
                        + " model.rules = 4 COLUMN m1, m2 INTO few"))
        .hasMessageStartingWith(
            "line 2:65: 4 rules cannot make 5 groups, since each group needs a rule: set"
                + " model.rules = 5 or more");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3,"
                        + " model.rules = 4 COLUMN CATEGORY_HASH(name, 9) INTO few"))
        .hasMessageContaining("no rule can be about CATEGORY_HASH(name, 9)");
  }

  @Test
  void featuresThatNoRuleIsAboutAreNamed() {
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2,"
            + " CATEGORY_HASH(name, 5) INTO seg");
    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN seg USING rules");

    assertThat(heard.notes())
        .contains(
            "No rule uses CATEGORY_HASH(name, 5), which conditions on columns cannot express.");
  }

  @ParameterizedTest
  @CsvSource({
    "kmeans, 'model.n_clusters = 3, '",
    "kmeans, 'model.n_clusters = 3, model.distance = manhattan, '",
    "kmeans, 'model.n_clusters = 3, model.distance = cosine, '",
    "clusterModel, 'model.n_clusters = 3, encode_units = [8, 2], pretrain_epochs = 5, '",
    "gaussianMixture, 'model.n_clusters = 3, '",
    "spectral, 'model.n_clusters = 3, '",
    "density, ''",
    "autoCluster, ''"
  })
  void everyMethodMakesRulesThatAreTheGroups(String method, String with) {
    String query = "SELECT m1 + point_id % 9 AS m1, m2 + point_id % 4 AS m2, m3 FROM points";
    run(query + " TO TRAIN " + method + " WITH " + with + "model.rules = 8 INTO ruled");
    String trained = heard.notes();
    assertThat(trained).contains(" rules with ", "The rules find these groups".substring(4));
    heard.outputs.clear();
    run(query + " TO EXPLAIN ruled USING rules");
    assertThat(heard.notes()).contains("130 of 130 rows", "(100 %)");
    assertThat(heard.notes()).contains("The groups of ruled are these rules (model.rules).");
    run(query + " TO PREDICT out.g WITH predict.extra_outputs = 'distance,confidence' USING ruled");
    Object wrong =
        value(
            "SELECT count(*) FROM out WHERE g IS DISTINCT FROM "
                + expression().replace("\n", " ")
                + " OR confidence > 1 OR confidence < 0 OR distance < 0");
    assertThat(((Number) wrong).intValue()).isZero();
  }

  @Test
  void rulesAreTheReasonsOfTheirRows() {
    run(
        "SELECT * FROM points WHERE kind < 2 TO TRAIN kmeans WITH model.n_clusters = 2, model.rules"
            + " = 2 COLUMN m3 INTO seg");
    assertThat(heard.notes()).contains("Group 0: m3 is false.", "Group 1: m3 is true.");
    run(
        "SELECT * FROM points TO PREDICT out.g WITH predict.extra_outputs = [second_group, margin,"
            + " anomaly, reason] USING seg");

    Object said =
        value(
            "SELECT string_agg(said, '; ' ORDER BY said) FROM (SELECT DISTINCT concat_ws(' ', m3,"
                + " g, second_group, margin, anomaly, reason) AS said FROM out)");
    assertThat(said).isEqualTo("false 0 1 1.0 0.0 m3 is false; true 1 0 1.0 0.0 m3 is true");
  }

  @Test
  void storedRulesAreEvaluatedDescribedAndReadBack() {
    magic.close();
    Map<String, String> file = Map.of("SQLFLOW_DATASOURCE", "duckdb://rules.duckdb");
    magic = new SqlflowMagic(file, folder);
    makePoints();
    run(KMEANS.replace("= 3", "= 3, model.rules = 5"));
    run("SELECT * FROM points TO PREDICT before_it.g USING seg");
    assertThat(heard.notes())
        .contains(
            "The groups are 3 rules with 4 conditions; without rules kmeans puts 0 of 130 rows"
                + " (0.0 %) into another group. The sum of squared distances is 1.000 times that"
                + " of k-means (cost ratio).")
        .contains("TO EXPLAIN seg USING rules");
    magic.close();
    magic = new SqlflowMagic(file, folder);
    heard.outputs.clear();

    run("SELECT * FROM points TO PREDICT after_it.g USING seg");
    String described = run("DESCRIBE MODEL seg").to_dataframe().printAll();
    run("SELECT * FROM points TO EVALUATE seg WITH evaluate.bootstrap = 2");
    run("SELECT * FROM points TO EXPLAIN seg");

    assertThat(described).contains("The groups are 3 rules", "Group 0: m1 is below 5.");
    Object moved =
        value("SELECT count(*) FROM before_it b JOIN after_it a USING (point_id) WHERE a.g <> b.g");
    assertThat(((Number) moved).intValue()).isZero();
    assertThat(((Number) value("SELECT count(*) FROM after_it")).intValue()).isEqualTo(130);
  }

  @Test
  void groupsAreCalledByTheirNames() {
    run(KMEANS);
    run("ALTER MODEL seg NAME GROUPS (0 = 'Window shoppers', 1 = 'Ready to buy')");
    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN seg USING rules");

    assertThat(heard.notes())
        .contains("Window shoppers (0) (60 rows): m1 is below 5.", "Ready to buy (1): m3 is true.")
        .contains("Group 2 (30 rows): ");
  }

  @ParameterizedTest
  @CsvSource({"kmeans", "gaussianMixture"})
  void rulesHaveTheNumbersThatGroupsKeptFromAnEarlierModel(String method) {
    String with = " TO TRAIN " + method + " WITH model.n_clusters = 3";
    run("SELECT * FROM points" + with + " COLUMN m1, m2 INTO seg");
    run("CREATE TABLE fewer AS SELECT * FROM points WHERE kind > 0");
    // Group 0 is not there any more, so the others are 1 and 2.
    run(
        "SELECT * FROM fewer TO TRAIN "
            + method
            + " WITH model.n_clusters = 2, train.match = seg COLUMN m1, m2 INTO later");
    heard.outputs.clear();
    run("SELECT * FROM fewer TO PREDICT out.g USING later");
    run("SELECT * FROM fewer TO EXPLAIN later USING rules");

    assertThat(heard.notes()).contains("2 rules give 70 of 70 rows", "Group 1 (40 rows)");
    Object wrong =
        value(
            "SELECT count(*) FROM out WHERE g <> kind OR g <> " + expression().replace("\n", " "));
    assertThat(((Number) wrong).intValue()).isZero();
  }

  @Test
  void rulesAreMatchedToAnEarlierModelToo() {
    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2 INTO seg");
    run("CREATE TABLE turned AS SELECT * FROM points WHERE kind <> 0 OR point_id < 20");
    run(
        "SELECT * FROM turned TO TRAIN kmeans WITH model.n_clusters = 3, model.rules = 3,"
            + " train.match = seg COLUMN m1, m2 INTO later");
    heard.outputs.clear();
    run("SELECT * FROM turned TO PREDICT out.g USING later");
    run("SELECT * FROM turned TO EXPLAIN later USING rules");

    assertThat(heard.notes()).contains("90 of 90 rows", "(100 %)");
    Object wrong =
        value(
            "SELECT count(*) FROM out WHERE g <> kind OR g <> " + expression().replace("\n", " "));
    assertThat(((Number) wrong).intValue()).isZero();
  }

  @Test
  void theSameRowsAndSeedGiveTheSameRules() {
    String query = "SELECT m1 + point_id % 9 AS m1, m2 + point_id % 4 AS m2 FROM points";
    List<String> found =
        List.of("a", "b").stream()
            .map(
                name -> {
                  run(query + " TO TRAIN kmeans WITH model.n_clusters = 4, rules = 7 INTO " + name);
                  run(query + " TO EXPLAIN " + name + " USING rules");
                  return expression();
                })
            .toList();

    assertThat(found.get(0)).isEqualTo(found.get(1));
  }
}
