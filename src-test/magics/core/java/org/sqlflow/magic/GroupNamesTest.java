package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

class GroupNamesTest extends CellsTest {
  @BeforeEach
  void train() {
    makePoints();
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3 COLUMN m1, m2 INTO m");
    heard.outputs.clear();
  }

  @Test
  void namesStandInEachReport() {
    Table named = run("ALTER MODEL m NAME GROUPS (0 = 'Regulars', 2 = 'It''s <b>')").to_dataframe();
    assertThat(named.intColumn("group_id").asList()).containsExactly(0, 2);
    assertThat(named.stringColumn("name").asList()).containsExactly("Regulars", "It's <b>");

    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN m");
    assertThat(rowsOf("How the groups of m differ").stringColumn("name").asList())
        .containsExactly("Regulars", "–", "It's <b>");
    assertThat(heat().columnNames())
        .containsExactly("feature", "all rows", "Regulars (0)", "group 1", "It's <b> (2)");
    assertThat(spec("Heat map").toString()).contains("Regulars (0)", "It's <b> (2)");

    heard.outputs.clear();
    run("DESCRIBE MODEL m");
    assertThat(rowsOf("Groups of m").stringColumn("name").asList()).contains("Regulars");
    assertThat(spec("Map of").toString()).contains("name=Regulars");

    heard.outputs.clear();
    run("SELECT * FROM points TO EVALUATE m WITH evaluate.bootstrap = 3");
    assertThat(rowsOf("Groups of m").stringColumn("name").asList()).contains("Regulars");
    assertThat(heard.notes()).contains("Groups Regulars (0), 1 and It's <b> (2): highly stable.");
    assertThat(spec("Silhouettes").toString()).contains("Regulars (0)");
  }

  @Test
  void aPredictionWritesThemIntoAColumnOfTexts() {
    run("ALTER MODEL m NAME GROUPS (0 = 'Regulars', 1 = 'New')");
    run("SELECT * FROM points TO PREDICT o.group_id WITH predict.names = true USING m");

    assertThat(value("SELECT count(*) FROM o WHERE group_name = 'Regulars' AND group_id = 0"))
        .isEqualTo(60L);
    assertThat(value("SELECT count(*) FROM o WHERE group_name IS NULL AND group_id = 2"))
        .isEqualTo(30L);
    assertThat(rowsOf("Groups in o").stringColumn("name").asList())
        .containsExactly("Regulars", "New", "–");
    run("SELECT * FROM points TO PREDICT o2.segment WITH predict.names = true USING m");
    assertThat(value("SELECT count(DISTINCT segment_name) FROM o2")).isEqualTo(2L);
  }

  @Test
  void theModelItselfStaysAsItIs() {
    run("SELECT * FROM points TO PREDICT before.g USING m");
    Table evaluated = run("SELECT * FROM points TO EVALUATE m").to_dataframe();
    run("ALTER MODEL M NAME GROUPS (1 = 'New')");
    run("SELECT * FROM points TO PREDICT after.g USING m");

    assertThat(value("SELECT count(*) FROM (FROM before EXCEPT FROM after)")).isEqualTo(0L);
    assertThat(run("SELECT * FROM points TO EVALUATE m").to_dataframe().toString())
        .isEqualTo(evaluated.toString());
    assertThat(value("SELECT count(*) FROM sqlflow_models")).isEqualTo(1L);
  }

  @Test
  void furtherNamesJoinTheEarlierOnesAndNullTakesOneAway() {
    run("ALTER MODEL m NAME GROUPS (0 = 'a', 1 = 'b')");
    run("ALTER MODEL m NAME GROUPS (2 = 'c', 0 = NULL)");
    assertThat(
            run("ALTER MODEL m NAME GROUPS (1 = 'c', 2 = 'b')").to_dataframe().stringColumn("name"))
        .containsExactly("c", "b");
  }

  @Test
  void wrongNamesAreRefusedAtTheirPlace() {
    run("ALTER MODEL m NAME GROUPS (0 = 'Regulars')");
    Map.of(
            "ALTER MODEL m NAME GROUPS (1 = 'New', 7 = 'x')",
            "line 2:39: m has no group 7; its groups are 0 to 2",
            "ALTER MODEL m NAME GROUPS (1 = 'regulars')",
            "line 2:32: group 0 of m already has the name Regulars: rename it in the same"
                + " statement, or choose another name",
            "ALTER MODEL n NAME GROUPS (1 = 'x')",
            "line 2:13: no model n; there is m",
            "SELECT * FROM points TO PREDICT o.g WITH predict.anomaly_threshold = 2 USING m",
            "line 2:42: predict.anomaly_threshold must be a number from 0 to 1, not 2")
        .forEach(
            (cell, message) -> assertThatThrownBy(() -> run(cell)).hasMessageStartingWith(message));
    run("SELECT * FROM points TO TRAIN autoencoder WITH pretrain_epochs = 1 COLUMN m1, m2 INTO ae");
    assertThatThrownBy(() -> run("ALTER MODEL ae NAME GROUPS (0 = 'x')"))
        .hasMessageStartingWith("line 2:13: ae is of type autoencoder, which makes no groups");
  }

  @Test
  void namesMustBeThereBeforeAPredictionWritesThem() {
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO PREDICT o.g WITH predict.names = true USING m"))
        .hasMessageStartingWith(
            "line 2:42: the groups of m have no names yet: ALTER MODEL m NAME GROUPS (0 = 'a"
                + " name') gives them");
  }

  @Test
  void theReportProposesNamesThatTheStatementTakes() {
    run("SELECT * FROM points TO EXPLAIN m");
    String statement =
        heard.notes().lines().filter(line -> line.startsWith("ALTER")).findFirst().orElseThrow();

    assertThat(statement)
        .isEqualTo("ALTER MODEL m NAME GROUPS (0 = 'Low m1', 1 = 'High m1', 2 = 'Low m2')");
    assertThat(run(statement).to_dataframe().rowCount()).isEqualTo(3);
    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN m");
    assertThat(heard.notes()).doesNotContain("ALTER MODEL");
  }

  @Test
  void proposedNamesAreWholeAndTheStatementTakesThem() {
    String longest = "\u20ac".repeat(120);
    run(
        "CREATE TABLE odd AS SELECT i % 3 AS \"a_name_that_is_longer_than_a_legend\", i % 2 AS \"x"
            + longest
            + "\", CASE WHEN i % 5 = 0 THEN 'it''s\n"
            + "$${here}, a value of many words' ELSE 'b' END AS t FROM range(300) r(i)");
    run("SELECT * FROM odd TO TRAIN kmeans WITH n_clusters = 12 COLUMN *, INDICATOR(t) INTO odd_m");
    heard.outputs.clear();
    run("SELECT * FROM odd TO EXPLAIN odd_m");
    String statement =
        heard.notes().lines().filter(line -> line.startsWith("ALTER")).findFirst().orElseThrow();

    assertThat(statement)
        .contains("a_name_that_is_longer_than_a_legend", "${here}, a value of many words")
        .doesNotContain("\u2026");
    assertThat(runWhole(MAGIC + "\n" + statement, MAGIC.length(), heard).table().rowCount())
        .isEqualTo(12);
  }

  private Table rowsOf(String title) {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(Output.Rows.class::cast)
        .filter(rows -> rows.title().filter(title::equals).isPresent())
        .findFirst()
        .orElseThrow()
        .table();
  }

  private Table heat() {
    return heard.outputs.stream()
        .filter(Output.Heat.class::isInstance)
        .map(Output.Heat.class::cast)
        .findFirst()
        .orElseThrow()
        .table();
  }

  private Map<String, Object> spec(String start) {
    List<Output.Picture> pictures =
        heard.outputs.stream()
            .filter(Output.Picture.class::isInstance)
            .map(Output.Picture.class::cast)
            .filter(picture -> picture.text().startsWith(start))
            .toList();
    assertThat(pictures).hasSize(1);
    return pictures.get(0).vegaLite();
  }
}
