package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Models that predict a label, as other programs compute them, beside TO PREDICT. */
class ExportLabelsTest extends CellsTest {
  private static final String COLUMNS = "a, LOG(b), 2 * c, INDICATOR(city), vip, price, value";

  @BeforeEach
  void make() {
    run("SELECT setseed(0.5)");
    run(
        "CREATE TABLE t AS SELECT *, a * 30 + c AS amount, CASE WHEN c > 70 THEN 'O''Hara & co'"
            + " WHEN a > 0 OR city = 'Bern' THEN 'x' ELSE '' END AS who, CASE WHEN a > c / 50 THEN"
            + " 7 ELSE -1 END AS whole, c > 60 AS truth, DATE '2024-01-01' + (c / 40)::INTEGER AS"
            + " day FROM (SELECT i AS id, CASE WHEN i % 50 = 7 THEN NULL ELSE random() * 6 - 3 END"
            + " AS a, exp(random() * 8) AS b, (random() * 100)::INTEGER AS c, ['Bern', 'bern',"
            + " 'Genf'][1 + i % 3] AS city, i % 2 = 0 AS vip, (i % 90) || ' kg' AS price, i % 7 AS"
            + " value FROM range(600) r(i))");
  }

  private void train(String model, String label) {
    run(
        "SELECT * FROM t WHERE id < 400 AND a IS NOT NULL TO TRAIN "
            + model
            + (model.startsWith("DNN") ? ", train.epoch = 4" : "")
            + ", train.verbose = 0, train.text_numbers = true COLUMN "
            + COLUMNS
            + " LABEL "
            + label
            + " INTO m");
    run("SELECT * FROM t TO PREDICT p.g WITH predict.replace = true USING m");
  }

  /** The rows as another program has them: numbers where texts hold them. */
  private Table rows() {
    return run("SELECT * REPLACE (replace(price, ' kg', '')::DOUBLE AS price) FROM t ORDER BY id")
        .to_dataframe();
  }

  private List<String> predicted(String missing) {
    return run("SELECT coalesce(g::VARCHAR, '" + missing + "') AS g FROM p ORDER BY id")
        .to_dataframe()
        .stringColumn(0)
        .asList();
  }

  private static void assertNear(List<String> found, List<String> expected, double error) {
    for (int row = 0; row < expected.size(); row++) {
      double number = Double.parseDouble(expected.get(row));
      assertThat(Double.parseDouble(found.get(row)))
          .as("row " + row)
          .isCloseTo(number, within(error));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LinearClassifier, who, mean, ''",
    "LinearClassifier, whole, skip, -2",
    "LinearClassifier, truth, mean, ''",
    "LinearClassifier, day, skip, ''",
    "DNNClassifier, who, skip, ''",
    "DNNClassifier WITH batch_norm = true, whole, mean, -2",
    "DNNLinearCombinedClassifier, truth, mean, ''"
  })
  void otherProgramsFindTheSameClasses(String type, String label, String onNull, String missing)
      throws Exception {
    train(type + (type.contains("WITH") ? ", " : " WITH ") + "train.on_null = " + onNull, label);

    run("EXPORT MODEL m TO 'm.onnx'; EXPORT MODEL m TO 'm.sql'");
    run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");
    assertThat(value("SELECT count(*) FROM p JOIN v USING (id) WHERE p.g IS DISTINCT FROM v.g"))
        .isEqualTo(0L);
    if (type.startsWith("Linear")) {
      run("EXPORT MODEL m TO 'm.pmml'");
      assertThat(PmmlFile.predictions(folder.resolve("m.pmml"), rows())).isEqualTo(predicted("-1"));
      assertThat(heard.notes())
          .contains("It is a RegressionModel of PMML 4.4, which predicts " + label + ". price: it");
    }

    Map<String, List<String>> found =
        OnnxFile.outputs(folder.resolve("m.onnx"), rows(), "prediction", "probabilities");
    assertThat(found.get("prediction")).isEqualTo(predicted(missing));
    run(
        "SELECT * FROM t WHERE a IS NOT NULL TO PREDICT p.g WITH predict.extra_outputs ="
            + " [probabilities], predict.replace = true USING m");
    Table expected = run("SELECT * FROM p ORDER BY id").to_dataframe();
    int first = expected.columnNames().indexOf("g") + 1;
    List<String> shares = found.get("probabilities");
    assertThat(shares.get(7).contains("NaN")).isEqualTo(onNull.equals("skip"));
    shares.removeIf(row -> row.contains("NaN"));
    if (onNull.equals("skip")) {
      for (int row = 0; row < shares.size(); row++) {
        String[] own = shares.get(row).split(" ");
        for (int i = 0; i < own.length; i++) {
          double share = ((Number) expected.column(first + i).get(row)).doubleValue();
          assertThat(Double.parseDouble(own[i])).isCloseTo(share, within(1e-4));
        }
      }
    }
    assertThat(heard.notes())
        .contains("and gives prediction and the probabilities of ")
        .contains(" price: it takes the numbers, read out of the texts (1234.5 for '1,234.50 $').");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LinearRegressor WITH train.on_null = skip",
        "DNNRegressor WITH train.on_null = skip, hidden_units = [8, 5], batch_norm = true",
        "DNNRegressor WITH train.on_null = mean, activation = tanh",
        "DNNLinearCombinedRegressor WITH train.on_null = mean"
      })
  void otherProgramsFindTheSameNumbers(String model) throws Exception {
    train(model, "amount");

    run("EXPORT MODEL m TO 'm.onnx'");
    run("SELECT * FROM t TO PREDICT v.g WITH predict.view = true USING m");

    String file = "prediction";
    assertNear(
        OnnxFile.outputs(folder.resolve("m.onnx"), rows(), file).get(file), predicted("NaN"), 2e-3);
    Object furthest =
        value(
            "SELECT max(coalesce(abs(p.g - v.g), CASE WHEN p.g IS NULL AND v.g IS NULL THEN 0 ELSE"
                + " 9 END)) FROM p JOIN v USING (id)");
    assertThat(((Number) furthest).doubleValue()).isLessThan(2e-3);
    if (model.startsWith("Linear")) {
      run("EXPORT MODEL m TO 'm.pmml'");
      assertNear(PmmlFile.predictions(folder.resolve("m.pmml"), rows()), predicted("-1"), 1e-4);
    }
  }

  @Test
  void aNetworkThatIsTooLargeForSqlSaysWhatToChange() {
    train("DNNClassifier WITH train.on_null = mean, hidden_units = [500, 200]", "truth");

    assertThatThrownBy(() -> run("EXPORT MODEL m TO 'm.sql'"))
        .hasMessageStartingWith(
            "line 2:14: m has 106,104 numbers, and a SELECT takes at most 100,000: use TO PREDICT,"
                + " or train a smaller model (fewer features, or smaller model.hidden_units)");
  }

  @Test
  void networksAreNoPmml() {
    train("DNNClassifier WITH train.on_null = mean, hidden_units = [3]", "who");

    assertThatThrownBy(() -> run("EXPORT MODEL m TO 'm.pmml'"))
        .hasMessageStartingWith(
            "line 2:14: m cannot be written as PMML: PMML is written for clusters by their centres,"
                + " as of kmeans, and for linear models, and m is of type DNNClassifier: a file"
                + " that ends in .onnx or .sql can hold it");
  }

  /** Inputs may have the names of outputs, and of anything else. */
  @Test
  void columnsMayHaveTheNamesOfResults() throws Exception {
    run(
        "CREATE TABLE u AS SELECT i AS id, i % 5 * 9.5 AS prediction, i % 3 AS r1, i % 7 AS c2, i %"
            + " 11 AS probabilities, i % 5 * 2 + i % 3 AS y FROM range(300) r(i)");
    run(
        "SELECT * FROM u TO TRAIN LinearRegressor COLUMN prediction, r1, c2, probabilities LABEL y"
            + " INTO m");
    run("SELECT * FROM u TO PREDICT p.g USING m");

    run("EXPORT MODEL m TO 'm.onnx'; EXPORT MODEL m TO 'm.pmml'");

    Table rows = run("SELECT * FROM u ORDER BY id").to_dataframe();
    List<String> expected = predicted("NaN");
    assertNear(
        OnnxFile.outputs(folder.resolve("m.onnx"), rows, "prediction_").get("prediction_"),
        expected,
        1e-4);
    assertNear(PmmlFile.predictions(folder.resolve("m.pmml"), rows), expected, 1e-4);
  }
}
