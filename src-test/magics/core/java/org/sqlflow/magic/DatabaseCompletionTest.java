package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.completion.Completion.Suggestion;

/** Tables, columns and models of the database, where one can stand. */
class DatabaseCompletionTest extends CompletedCells {
  private static List<Suggestion> tables(SqlflowMagic magic, String cell) {
    return magic.editing(Variables.NONE, LONG).complete(cell, 9, cell.length()).suggestions();
  }

  @Test
  void columnsAreThoseOfTheQuery() {
    assertThat(words("\nSELECT age * 2 AS twice, * FROM visits TO TRAIN kmeans COLUMN |"))
        .startsWith("twice", "id", "age", "amount", "\"last page\"")
        .contains("BUCKET(", "LOG(");
    assertThat(words("\nFROM visitors TO TRAIN kmeans COLUMN BUCKET(y|")).containsExactly("years");
    assertThat(words("\nFROM visits TO TRAIN kmeans COLUMN bu|(age, [1])"))
        .containsExactly("BUCKET");
    assertThat(words("\nFROM visits TO TRAIN kmeans COLUMN * EXCEPT (id, a|"))
        .containsExactly("age", "amount");
    assertThat(words("\nFROM visits TO TRAIN kmeans LABEL i|")).containsExactly("id");
  }

  @Test
  void modelsAreThoseOfTheDatabase() {
    for (String before :
        List.of(
            "FROM visits TO PREDICT t.c USING ",
            "FROM visits TO EVALUATE ",
            "FROM visits TO EXPLAIN ",
            "FROM visits TO TRAIN clusterModel USING ",
            "SHOW TRAIN ",
            "DROP MODEL IF EXISTS ",
            "DESCRIBE MODEL ",
            "DROP MODEL ")) {
      assertThat(words("\n" + before + "|")).as(before).contains("ages", "\"by amount\"");
      assertThat(words("\n" + before + "a|")).as(before).containsExactly("ages");
    }
    assertThat(words("\nFROM visits TO EXPLAIN ages USING |")).contains("profile", "examples");
    assertThat(words("\nALTER MODEL |")).contains("ages", "\"by amount\"");
  }

  @Test
  void explainersHaveAttributesAndColumns() {
    assertThat(words("\nFROM visits TO EXPLAIN ages WITH |")).contains("examples.rows");
    assertThat(words("\nFROM visits TO EXPLAIN ages USING examples WITH |"))
        .startsWith("examples.rows");
    assertThat(words("\nFROM visits TO EXPLAIN ages USING profile WITH |"))
        .doesNotContain("examples.rows");
    assertThat(words("\nFROM visits TO EXPLAIN ages COLUMN a|")).containsExactly("age", "amount");
    assertThat(words("\nFROM visits TO EXPLAIN ages COLUMN age |"))
        .contains("USING", "INTO")
        .doesNotContain("FOR");
    assertThat(words("\nFROM visits TO PREDICT t.c WITH predict.extra_outputs = [|"))
        .contains("second_group", "margin", "anomaly", "reason");
    assertThat(words("\nFROM visits TO PREDICT t.c WITH predict.n|"))
        .containsExactly("predict.names");
  }

  @Test
  void queriesCompleteTablesAndTheirColumns() {
    assertThat(words("\nSELECT * FROM v|")).containsExactly("visitors", "visits");
    assertThat(words("\nSELECT * FROM visits JOIN vi|")).containsExactly("visitors", "visits");
    assertThat(words("\nSELECT * FROM old|")).containsExactly("archive.old_visits");
    assertThat(words("\nSELECT * FROM archive.|")).containsExactly("old_visits");
    assertThat(words("\nSELECT a| FROM visits")).startsWith("age", "amount").contains("avg(");
    assertThat(words("\nSELECT \"last page\", y| FROM visits, visitors")).startsWith("years");
    assertThat(words("\nSELECT v.| FROM visits v JOIN visitors AS w USING (id)"))
        .containsExactly("id", "age", "amount", "\"last page\"");
    assertThat(words("\nSELECT w.| FROM visits v JOIN visitors AS w USING (id)"))
        .containsExactly("id", "years");
    assertThat(words("\nSELECT * FROM (SELECT age AS inner_age FROM visits) WHERE in|"))
        .startsWith("inner_age");
    assertThat(words("\nSELECT * FROM visits TO PREDICT visitors.|"))
        .containsExactly("id", "years");
  }

  @Test
  void namedQueriesInFrontAreTables() {
    String with = "\nWITH old AS (SELECT age AS years FROM visits WHERE age > 9), n AS (SELECT 1) ";
    assertThat(words(with + "SELECT * FROM ol|")).startsWith("old");
    assertThat(words(with + "SELECT y| FROM old")).startsWith("years");
    assertThat(words(with + "SELECT years FROM old TO TRAIN kmeans COLUMN y|"))
        .containsExactly("years");
    assertThat(words("\nWITH old AS (SELECT ag| FROM visits) SELECT 1 FROM old")).startsWith("age");
  }

  @Test
  void newTablesAreKnownOnceTheirCellHasRun(@TempDir Path folder) {
    try (SqlflowMagic fresh = memory(folder)) {
      String cell = "%%sqlflow SELECT * FROM bra";
      assertThat(tables(fresh, cell)).isEmpty();
      run(fresh, "CREATE TABLE brand_new AS SELECT 1 AS n");
      assertThat(tables(fresh, cell)).containsExactly(new Suggestion("brand_new", "table"));
    }
  }

  @Test
  void aDatabaseIsOpenedButNotMadeForCompletion(@TempDir Path folder) {
    String cell = "%%sqlflow SELECT * FROM kep";
    try (SqlflowMagic first = new SqlflowMagic(Map.of(), folder)) {
      assertThat(tables(first, cell)).isEmpty();
      assertThat(folder).isEmptyDirectory();
      run(first, "CREATE TABLE kept AS SELECT 1 AS n");
    }
    assertThat(Files.exists(folder.resolve("sqlflow.duckdb"))).isTrue();
    try (SqlflowMagic second = new SqlflowMagic(Map.of(), folder)) {
      assertThat(tables(second, cell)).containsExactly(new Suggestion("kept", "table"));
    }
  }
}
