package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Suggestion;
import org.sqlflow.syntax.Cases;

/** The cursor is where {@code |} stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private SqlflowMagic magic;

  @BeforeAll
  void connect(@TempDir Path folder) {
    magic = memory(folder);
    run(
        magic,
        """
        CREATE TABLE visits AS
          SELECT range AS id, (range % 3) * 10.0 AS age, random() AS amount, 'a' AS "last page"
          FROM range(60);
        CREATE VIEW visitors AS SELECT id, age AS years FROM visits;
        CREATE SCHEMA archive;
        CREATE TABLE archive.old_visits AS SELECT 1 AS year;
        SELECT age, amount FROM visits TO TRAIN kmeans WITH model.n_clusters = 3 INTO ages;
        SELECT age, amount FROM visits TO TRAIN kmeans WITH model.n_clusters = 2 INTO "by amount";
        """);
  }

  @AfterAll
  void close() {
    magic.close();
  }

  private static SqlflowMagic memory(Path folder) {
    return new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
  }

  private static void run(SqlflowMagic magic, String statements) {
    magic.run("%%sqlflow\n" + statements, 9, Variables.NONE, new CellsTest.Heard());
  }

  private static List<Suggestion> tables(SqlflowMagic magic, String cell) {
    return magic.editing(Variables.NONE, LONG).complete(cell, 9, cell.length()).suggestions();
  }

  private Completion complete(String marked) {
    int cursor = marked.indexOf('|');
    String cell = "%%sqlflow" + marked.replace("|", "");
    Variables variables =
        new Variables() {
          @Override
          public Optional<Object> value(String name) {
            return Optional.empty();
          }

          @Override
          public List<String> tables() {
            return List.of("result_table");
          }
        };
    return magic.editing(variables, LONG).complete(cell, 9, 9 + cursor);
  }

  private List<String> words(String marked) {
    return complete(marked).suggestions().stream().map(Suggestion::text).toList();
  }

  @Test
  void statementsBeginWithTheirKeywords() {
    assertThat(words("\n|")).contains("SELECT", "SHOW MODELS", "DROP MODEL", "CREATE TABLE");
    assertThat(words("\nSELECT 1;\nsh|"))
        .containsExactly("show models", "show train", "show tables");
    assertThat(words("\nSHOW |")).contains("MODELS", "TRAIN", "TABLES");
    assertThat(words("\ndrop |")).contains("model", "table");
    assertThat(words("\nINSERT |")).contains("INTO");
  }

  @Test
  void behindAQueryStandsWhatToDoWithItsRows() {
    assertThat(words("\nSELECT * FROM visits T|"))
        .contains("TO TRAIN", "TO PREDICT", "TO EVALUATE", "TO EXPLAIN");
    assertThat(words("\nSELECT * FROM visits\nTO |"))
        .containsExactly("TRAIN", "PREDICT", "EVALUATE", "EXPLAIN");
    assertThat(words("\nselect * from visits to tr|")).containsExactly("train");
    assertThat(words("\nSELECT * FROM visits WHERE age > 3 |"))
        .contains("AND", "GROUP BY", "TO TRAIN");
  }

  @Test
  void estimatorsFollowToTrain() {
    assertThat(words("\nFROM visits TO TRAIN |"))
        .containsExactly("clusterModel", "autoencoder", "kmeans");
    assertThat(words("\nFROM visits TO TRAIN clusterM|")).containsExactly("clusterModel");
    assertThat(words("\nFROM visits TO TRAIN sqlflow_models.D|"))
        .containsExactly("sqlflow_models.DeepEmbeddingClusterModel");
    assertThat(words("\nDESCRIBE MODEL TYPE k|")).containsExactly("kmeans");
  }

  @Test
  void clausesAreThoseThatAreMissing() {
    assertThat(words("\nFROM visits TO TRAIN kmeans |"))
        .containsExactly("INTO", "WITH", "COLUMN", "LABEL", "USING");
    assertThat(words("\nFROM visits TO TRAIN kmeans WITH model.n_clusters = 3\n|"))
        .contains("COLUMN", "INTO", "model.tol")
        .doesNotContain("WITH", "model.n_clusters");
    assertThat(words("\nFROM visits TO TRAIN kmeans LABEL id | INTO m"))
        .containsExactly("WITH", "COLUMN", "USING");
    assertThat(words("\nFROM visits TO PREDICT t.c |")).containsExactly("USING", "WITH");
    assertThat(words("\nFROM visits TO EVALUATE m L|")).containsExactly("LABEL");
    assertThat(words("\nFROM visits TO TRAIN kmeans COLUMN * |")).contains("EXCEPT", "INTO");
  }

  @Test
  void attributesAreThoseOfTheEstimator() {
    assertThat(words("\nFROM visits TO TRAIN kmeans WITH |"))
        .contains("model.n_clusters", "train.scale")
        .doesNotContain("model.encode_units");
    assertThat(words("\nFROM visits TO TRAIN clusterModel WITH model.pretrain_l|"))
        .containsExactly("model.pretrain_lr");
    assertThat(words("\nFROM visits TO TRAIN kmeans WITH n_cl|"))
        .containsExactly("model.n_clusters");
    assertThat(words("\nFROM visits TO TRAIN kmeans WITH model.tol = 0.1, tr|"))
        .startsWith("train.scale", "train.on_null")
        .endsWith("model.train_max_iters");
    assertThat(words("\nFROM visits TO TRAIN kmeans WITH mod| model.tol = 1"))
        .doesNotContain("model.tol");
    assertThat(words("\nFROM visits TO PREDICT t.c USING ages WITH |"))
        .containsExactly("predict.extra_outputs");
    assertThat(words("\nFROM visits TO TRAIN unknown WITH |")).isEmpty();
  }

  @Test
  void valuesAreThoseOfTheAttribute() {
    String with = "\nFROM visits TO TRAIN clusterModel WITH ";
    assertThat(words(with + "train.scale = |"))
        .containsExactly("standard", "minmax", "robust", "none");
    assertThat(words(with + "train.scale=mi|")).containsExactly("minmax");
    assertThat(words(with + "model.run_pretrain = |")).containsExactly("true", "false");
    assertThat(words(with + "model.n_clusters = |")).containsExactly("10", "auto");
    assertThat(words(with + "model.existed_pretrain_model = a|")).containsExactly("ages");
    assertThat(words("\nFROM visits TO PREDICT t.c WITH predict.extra_outputs = [distance, |"))
        .containsExactly("distance", "confidence", "embedding");
    assertThat(words(with + "train.scale |")).containsExactly("=");
  }

  @Test
  void columnsAreThoseOfTheQuery() {
    assertThat(words("\nSELECT age * 2 AS twice, * FROM visits TO TRAIN kmeans COLUMN |"))
        .startsWith("twice", "id", "age", "amount", "`last page`")
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
      assertThat(words("\n" + before + "|")).as(before).contains("ages", "`by amount`");
      assertThat(words("\n" + before + "a|")).as(before).containsExactly("ages");
    }
    assertThat(words("\nFROM visits TO EXPLAIN ages USING |")).containsExactly("profile");
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
  void noCellIsTooBroken() {
    int offered = 0;
    for (String statement : Cases.statements()) {
      for (String head : List.of(" ", "\nSELECT * FROM visits ", " --limit 3 t << ")) {
        String cell = "%%sqlflow" + head + statement;
        for (int cursor = 9; cursor <= cell.length(); cursor += 1 + cell.length() / 15) {
          MagicEditing editing = magic.editing(Variables.NONE, Duration.ZERO);
          editing.inspect(cell, 9, cursor);
          offered += editing.complete(cell, 9, cursor).suggestions().size();
          offered += editing.complete(cell.substring(0, cursor), 9, cursor).suggestions().size();
        }
      }
    }
    assertThat(offered).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "--|=>--as,--limit,--quiet,--connect,--alias,--connections,--persist,--debug",
        "--l|=>--limit",
        "--limit 5 --q|=>--quiet",
        "--persist r|=>result_table",
        "--persist result_table SHOW MO|=>MODELS",
        "t << SHOW T|=>TRAIN,TABLES",
        "--as t SHOW T|=>TRAIN,TABLES",
        "--as |=>",
      })
  void theFirstLineTakesOptions(String line, String expected) {
    List<String> words = expected == null ? List.of() : List.of(expected.split(","));
    assertThat(words(" " + line)).containsExactlyElementsOf(words);
  }

  @Test
  void onTheFirstLineAnOptionOrAStatementMayFollow() {
    assertThat(words(" |")).contains("SELECT", "--limit");
    assertThat(words(" |\nSELECT 1")).contains("--limit");
    assertThat(words(" SELECT |")).doesNotContain("--limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nSELECT 'v|",
        "\nSELECT 'v|' FROM visits",
        "\n-- SELECT v|",
        "\n/* v| */",
        "\nSELECT 1|",
        "\nSELECT 1.|",
        "\nSELECT $$ v|",
        "\nSELECT * FROM visits AS |",
        "\nFROM visits TO TRAIN kmeans WITH model.encode_units = [1, 2]|",
      })
  void nothingFitsInStringsCommentsAndNumbers(String text) {
    assertThat(words(text)).isEmpty();
  }

  @Test
  void aWordIsReplacedWholeAlsoFromItsMiddle() {
    String before = "\nSELECT '\uD83D\uDE00' FROM visits TO TRAIN ";
    Completion middle = complete(before + "clus|terMod INTO m");
    int start = "%%sqlflow".length() + before.length();
    assertThat(middle.suggestions()).extracting(Suggestion::text).containsExactly("clusterModel");
    assertThat(middle.start()).isEqualTo(start);
    assertThat(middle.end()).isEqualTo(start + "clusterMod".length());
    Completion behind = complete(before + "kmeans WITH train.sc|");
    assertThat(behind.start()).isEqualTo(start + "kmeans WITH ".length());
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
