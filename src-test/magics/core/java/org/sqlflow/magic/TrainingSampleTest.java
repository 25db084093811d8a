package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train.sample}. */
class TrainingSampleTest extends CellsTest {
  @BeforeEach
  void makeRows() {
    makePoints();
  }

  private void train(String more) {
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3, "
            + more
            + " COLUMN m1, m2, INDICATOR(name) INTO m");
  }

  @ParameterizedTest
  @CsvSource({"50, 50", "0.5, 65", "0.001, 1", "1, 1"})
  void asManyRowsAreTrainedOnAndTheReportSaysSo(String sample, int rows) {
    if (rows == 1) {
      assertThatThrownBy(() -> train("train.sample = " + sample))
          .hasMessageContaining("1 row cannot make 3 groups");
      return;
    }
    train("train.sample = " + sample);

    String told = "Trained on a random sample: " + rows + " of 130 rows (train.sample).";
    assertThat(heard.notes()).contains(told).contains(" groups of " + rows + " rows");
    assertThat(run("DESCRIBE MODEL m").to_dataframe().stringColumn("value").asList())
        .anyMatch(value -> value.contains(told));
    assertThat(run("SHOW MODELS").to_dataframe().longColumn("rows").get(0)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"130", "100000"})
  void aSampleOfAllRowsIsNoSample(String sample) {
    train("train.sample = " + sample);

    assertThat(heard.notes()).doesNotContain("sample").contains("130 rows");
  }

  @Test
  void theSeedChoosesTheRows() {
    train("train.sample = 40, train.seed = 5");
    Object first = value("SELECT features FROM sqlflow_models");
    train("train.sample = 40, train.seed = 5");
    assertThat(value("SELECT features FROM sqlflow_models")).isEqualTo(first);

    train("train.sample = 40, train.seed = 6");
    assertThat(value("SELECT features FROM sqlflow_models")).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "1.5", "0.0", "all"})
  void aSampleIsANumberOfRowsOrAShare(String sample) {
    assertThatThrownBy(() -> train("train.sample = " + sample))
        .hasMessageContaining(
            "train.sample must be a number of rows from 1 up, or a share between 0 and 1 such as");
  }
}
