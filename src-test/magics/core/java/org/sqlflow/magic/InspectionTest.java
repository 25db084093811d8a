package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.completion.Inspection;
import org.sqlflow.completion.Inspection.Fact;

/** The cursor is where {@code |} stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectionTest {
  private SqlflowMagic magic;

  @BeforeAll
  void connect(@TempDir Path folder) {
    magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
    magic.run(
        """
        %%sqlflow
        CREATE TABLE visits AS SELECT range AS id, (range % 3)::DOUBLE AS age FROM range(60);
        SELECT age FROM visits TO TRAIN kmeans WITH model.n_clusters = 3 INTO ages
        """,
        9, Variables.NONE, new CellsTest.Heard());
  }

  @AfterAll
  void close() {
    magic.close();
  }

  private Optional<Inspection> inspect(String marked) {
    int cursor = marked.indexOf('|');
    String cell = "%%sqlflow" + marked.replace("|", "");
    return magic.editing(Variables.NONE, Duration.ofMinutes(1)).inspect(cell, 9, 9 + cursor);
  }

  private Inspection explained(String marked) {
    return inspect(marked).orElseThrow(() -> new AssertionError("nothing is known of " + marked));
  }

  @Test
  void anExplainerTellsWhatItShowsAndTakes() {
    Inspection examples = explained("\nFROM visits TO EXPLAIN ages USING exam|ples");

    assertThat(examples.title()).isEqualTo("examples, an explainer");
    assertThat(examples.text()).contains("most typical rows");
    assertThat(examples.facts()).extracting(Fact::name).containsExactly("examples.rows = 5");
    assertThat(
            explained("\nFROM visits TO EXPLAIN ages USING examples WITH examples.r|ows = 3")
                .title())
        .isEqualTo("examples.rows, an attribute");
    assertThat(explained("\nALTER MODEL ages NA|ME GROUPS (0 = 'x')").text())
        .contains("names groups for all reports");
  }

  @Test
  void anAttributeTellsItsDeclaration() {
    String train = "\nFROM visits TO TRAIN clusterModel WITH ";
    for (String at :
        List.of(
            "|model.tol = 0.1",
            "mod|el.tol = 0.1",
            "model.tol| = 0.1",
            "model.tol |= 0.1",
            "model.tol = |",
            "train.seed = 3, model.t|ol")) {
      assertThat(explained(train + at))
          .as(at)
          .isEqualTo(
              new Inspection(
                  "model.tol, an attribute",
                  "clustering stops when a smaller share of rows changes group.",
                  List.of(
                      new Fact("value", "a number from 0 to 1"),
                      new Fact("default", "0.001"),
                      new Fact("also", "tol"))));
    }
    assertThat(explained(train + "train.scale = mi|nmax").title()).startsWith("train.scale");
    assertThat(explained(train + "train.scale = [min|").title()).startsWith("train.scale");
  }

  @Test
  void anEstimatorTellsItsAttributes() {
    Inspection estimator = explained("\nFROM visits TO TRAIN km|eans INTO m");
    assertThat(estimator.title()).isEqualTo("kmeans, an estimator");
    assertThat(estimator.facts())
        .extracting(Fact::name)
        .contains("model.n_clusters = 10", "train.scale = auto");
  }

  @Test
  void wordsOfTheLanguageTellTheirStatement() {
    assertThat(explained("\nFROM visits TO PRE|DICT").text()).contains("TO PREDICT table.column");
    assertThat(explained("\nFROM visits TO TRAIN kmeans with|").text()).contains("name = value");
    assertThat(explained("\nFROM visits TO TRAIN kmeans COLUMN LO|G(age)").facts())
        .containsExactly(new Fact("example", "LOG(amount)"));
    assertThat(explained(" --li|mit 3 SELECT 1").text()).contains("shows n rows");
    assertThat(explained("\nSHOW MODELS|").text()).contains("models of the database");
  }

  @Test
  void theDatabaseTellsTablesColumnsAndModels() {
    assertThat(explained("\nSELECT * FROM vis|its").facts())
        .containsExactly(new Fact("id", "BIGINT"), new Fact("age", "DOUBLE"));
    assertThat(explained("\nSELECT ag|e FROM visits").facts())
        .containsExactly(new Fact("type", "DOUBLE"));
    assertThat(explained("\nFROM visits TO TRAIN kmeans COLUMN age|").title())
        .isEqualTo("age, a column");
    assertThat(explained("\nFROM visits TO PREDICT t.c USING ag|es").facts())
        .contains(new Fact("type", "kmeans"), new Fact("rows", "60"));
  }

  @Test
  void ofAnythingElseNothingIsKnown() {
    assertThat(inspect("\n|")).isEmpty();
    assertThat(inspect("\nSELECT 'tab|le'")).isEmpty();
    assertThat(inspect("\nSELECT * FROM nowh|ere")).isEmpty();
    assertThat(inspect("\n-- WI|TH")).isEmpty();
  }
}
