package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Completion.Suggestion;
import org.sqlflow.syntax.Cases;

/** What the language lets stand at a place. */
class CompletionTest extends CompletedCells {
  @Test
  void statementsBeginWithTheirKeywords() {
    assertThat(words("\n|")).contains("SELECT", "SHOW MODELS", "DROP MODEL", "CREATE TABLE");
    assertThat(words("\nSELECT 1;\nsh|"))
        .containsExactly("show models", "show versions", "show train", "show tables");
    assertThat(words("\nSHOW |")).contains("MODELS", "TRAIN", "TABLES");
    assertThat(words("\ndrop |")).contains("model", "table");
    assertThat(words("\nINSERT |")).contains("INTO");
  }

  /** Each from a row of the grammar. */
  @Test
  void commandsGoOnAsTheirRowsSay() {
    assertThat(words("\nIMPORT |")).containsExactly("MODEL");
    assertThat(words("\nIMPORT MODEL 'm.sqlflow' |")).containsExactly("AS");
    assertThat(words("\nIMPORT MODEL 'm.sqlflow' AS |")).contains("ages");
    assertThat(words("\nEXPORT |")).containsExactly("MODEL");
    assertThat(words("\nEXPORT MODEL |")).contains("ages");
    assertThat(words("\nEXPORT MODEL ages |")).containsExactly("TO");
    assertThat(words("\nEXPORT MODEL ages TO |")).isEmpty();
    assertThat(words("\nDESCRIBE MODEL |")).contains("ages", "TYPE");
    assertThat(words("\nDESCRIBE MODEL TYPE |")).contains("kmeans").doesNotContain("ages");
    assertThat(words("\nDROP MODEL IF |")).containsExactly("EXISTS");
    assertThat(words("\nDROP MODEL ages |")).isEmpty();
    assertThat(words("\nSHOW VERSIONS |")).containsExactly("IN MODEL");
    assertThat(words("\nSHOW VERSIONS IN MODEL a|")).containsExactly("ages");
    assertThat(words("\nALTER MODEL a|")).containsExactly("ages");
    assertThat(words("\nALTER MODEL ages |")).containsExactly("SET DEFAULT_VERSION", "NAME GROUPS");
    assertThat(words("\nALTER MODEL ages SET DEFAULT_VERSION |")).containsExactly("=");
    assertThat(words("\nALTER MODEL ages N|")).containsExactly("NAME GROUPS");
    assertThat(words("\nALTER MODEL ages NAME |")).containsExactly("GROUPS");
    assertThat(words("\nALTER MODEL ages NAME GROUPS (|")).isEmpty();
  }

  @Test
  void aModelsVersionsFollowItsName() {
    assertThat(words("\nSELECT * FROM visits TO EXPLAIN ages@|")).containsExactly("ages@1");
    assertThat(words("\nDROP MODEL ages@|")).containsExactly("ages@1");
    assertThat(words("\nSELECT * FROM visits TO EXPLAIN ages@1 |")).contains("INTO", "USING");
    assertThat(words("\nSELECT * FROM visits TO COMPARE ages|")).containsExactly("ages");
    assertThat(words("\nSELECT * FROM visits TO COMPARE ages@1 |")).containsExactly(",");
    assertThat(words("\nSELECT * FROM visits TO COMPARE ages@1, a|")).containsExactly("ages");
    assertThat(words("\nSELECT * FROM visits TO COMPARE ages@1, ages |")).containsExactly("INTO");
    assertThat(words("\nSELECT * FROM visits TO RETRAIN ages WITH model.n_cl|"))
        .containsExactly("model.n_clusters");
    assertThat(words("\nSELECT * FROM visits TO MONITOR ages WITH |"))
        .containsExactly("monitor.watch", "monitor.retrain");
  }

  @Test
  void behindAQueryStandsWhatToDoWithItsRows() {
    assertThat(words("\nSELECT * FROM visits T|"))
        .contains("TO TRAIN", "TO PREDICT", "TO EVALUATE", "TO EXPLAIN", "TO DESCRIBE")
        .contains("TO RETRAIN", "TO COMPARE", "TO MONITOR");
    assertThat(words("\nSELECT * FROM visits\nTO |"))
        .containsExactly(
            "TRAIN", "PREDICT", "EVALUATE", "EXPLAIN", "DESCRIBE", "RETRAIN", "COMPARE", "MONITOR");
    assertThat(words("\nSELECT * FROM visits TO DESCRIBE |")).containsExactly("INTO");
    assertThat(words("\nselect * from visits to tr|")).containsExactly("train");
    assertThat(words("\nSELECT * FROM visits WHERE age > 3 |"))
        .contains("AND", "GROUP BY", "TO TRAIN");
  }

  @Test
  void estimatorsFollowToTrain() {
    assertThat(words("\nFROM visits TO TRAIN |"))
        .filteredOn(name -> !name.startsWith("xgboost.") && !name.startsWith("BoostedTrees"))
        .containsExactly(
            "clusterModel",
            "autoencoder",
            "kmeans",
            "DNNClassifier",
            "DNNLinearCombinedClassifier",
            "DNNLinearCombinedRegressor",
            "DNNRegressor",
            "LinearClassifier",
            "LinearRegressor",
            "autoCluster",
            "density",
            "gaussianMixture",
            "spectral");
    assertThat(words("\nFROM visits TO TRAIN clusterM|")).containsExactly("clusterModel");
    assertThat(words("\nFROM visits TO TRAIN sqlflow_models.De|"))
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
    assertThat(words("\nFROM visits TO TRAIN clusterModel WITH model.|"))
        .startsWith("model.n_clusters", "model.encode_units", "model.pretrain_epochs");
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
        .containsExactlyInAnyOrder(
            "predict.extra_outputs",
            "predict.names",
            "predict.anomaly_threshold",
            "predict.replace",
            "predict.view");
    assertThat(words("\nFROM visits TO EVALUATE m WITH |"))
        .containsExactly("evaluate.bootstrap", "evaluate.metrics");
    assertThat(words("\nFROM visits TO TRAIN unknown WITH |")).isEmpty();
  }

  @Test
  void valuesAreThoseOfTheAttribute() {
    String with = "\nFROM visits TO TRAIN clusterModel WITH ";
    assertThat(words(with + "train.scale = |"))
        .containsExactly("auto", "standard", "minmax", "robust", "none");
    assertThat(words(with + "train.scale=mi|")).containsExactly("minmax");
    assertThat(words(with + "model.run_pretrain = |")).containsExactly("true", "false");
    assertThat(words(with + "model.n_clusters = |")).containsExactly("10", "auto");
    assertThat(words(with + "model.existed_pretrain_model = a|")).containsExactly("ages");
    assertThat(words("\nFROM visits TO PREDICT t.c WITH predict.extra_outputs = [distance, |"))
        .containsExactly(
            "distance",
            "confidence",
            "embedding",
            "second_group",
            "margin",
            "anomaly",
            "reason",
            "probability",
            "probabilities");
    assertThat(words("\nFROM visits TO PREDICT t.c WITH predict.replace = |"))
        .containsExactly("true", "false");
    assertThat(words(with + "train.scale |")).containsExactly("=");
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
        "--|=>--as,--limit,--quiet,--connect,--models,--alias,--connections,--persist,--save,--grid,--debug",
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
}
