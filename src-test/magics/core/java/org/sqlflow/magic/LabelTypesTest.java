package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/** Labels of every type: what is learned of them, and what predictions look like. */
class LabelTypesTest extends CellsTest {
  @BeforeEach
  void makeRows() {
    open();
    run(
        """
        CREATE TABLE t AS
        SELECT i % 3 + (i * 53 % 97) / 400.0 AS a, (i * 37 % 101) / 10.0 AS b, i % 3 > 0 AS flag,
               (i % 3) * 5000000000 AS big, (i % 3)::UTINYINT AS small,
               DATE '2024-01-01' + (i % 3)::INT AS day,
               TIMESTAMP '2024-01-01 10:00:00' + INTERVAL (i % 3) HOUR AS moment,
               (i % 3 + 0.5)::DECIMAL(5, 2) AS price,
               ['', 'A', 'it''s "a"'][1 + i % 3] AS word
        FROM range(120) r(i)
        """);
  }

  private void train(String label) {
    run("SELECT a, b, %1$s FROM t TO TRAIN LinearClassifier LABEL %1$s INTO m".formatted(label));
  }

  @ParameterizedTest
  @CsvSource({
    "flag, BOOLEAN",
    "big, BIGINT",
    "small, INTEGER",
    "day, DATE",
    "moment, TIMESTAMP",
    "price, DOUBLE",
    "word, VARCHAR"
  })
  void predictionsHaveTheLabelsTypeAndValues(String label, String type) {
    train(label);
    run("SELECT *, %1$s AS known FROM t TO PREDICT p.guess USING m".formatted(label));

    assertThat(text("SELECT DISTINCT typeof(guess) FROM p")).isEqualTo(type);
    assertThat(text("SELECT count(*) FROM p WHERE guess = known")).isEqualTo("120");
    assertThat(text("SELECT count(*) FROM t WHERE predict('m', t) = " + label)).isEqualTo("120");
  }

  @Test
  void aViewHasTheLabelsTypeToo() {
    train("day");
    run("SELECT * FROM t TO PREDICT v.guess WITH predict.view = true USING m");
    assertThat(text("SELECT DISTINCT typeof(guess) FROM v")).isEqualTo("DATE");
    assertThat(text("SELECT count(*) FROM v WHERE guess = day")).isEqualTo("120");

    train("flag");
    run("SELECT * FROM t TO PREDICT w.guess WITH predict.view = true USING m");
    assertThat(text("SELECT count(*) FROM w WHERE guess = flag")).isEqualTo("120");
  }

  private String text(String sql) {
    return run(sql).to_dataframe().getString(0, 0);
  }

  @Test
  void classesThatDatabasesAndTablesDoNotTellApartAreShownApart() {
    run(
        "CREATE TABLE w AS SELECT a, b, CASE small WHEN 0 THEN ' ' WHEN 1 THEN 'A' ELSE 'a' END AS"
            + " word FROM t");
    run("SELECT * FROM w TO TRAIN LinearClassifier LABEL word INTO m");
    run(
        "SELECT a, b FROM w TO PREDICT p.word WITH predict.extra_outputs = [probabilities] USING"
            + " m");
    assertThat(run("SELECT * FROM p").to_dataframe().columnNames())
        .containsExactly("a", "b", "word", "probability_", "probability_A", "probability_a_2");
    heard.outputs.clear();

    run("SELECT * FROM w TO EVALUATE m LABEL word");
    Table confusion =
        heard.outputs.stream()
            .filter(Output.Rows.class::isInstance)
            .map(output -> ((Output.Rows) output).table())
            .filter(table -> table.columnNames().contains("actual"))
            .findFirst()
            .orElseThrow();
    assertThat(confusion.columnNames())
        .containsExactly("actual", "predicted ' '", "predicted A", "predicted a (2)");
    assertThat(confusion.stringColumn("actual").asList()).containsExactly("' '", "A", "a");
  }

  @Test
  void theLabelItselfIsNotReplacedUnasked() {
    train("flag");
    assertThatThrownBy(() -> run("SELECT * FROM t TO PREDICT t.flag USING m"))
        .hasMessageStartingWith(
            "line 2:28: column flag of t is the label that m was trained on: predict into another"
                + " column, or replace it WITH predict.replace = true");
    run("SELECT * FROM t TO PREDICT t.flag WITH predict.replace = true USING m");
    assertThat(text("SELECT count(*) FROM t WHERE flag")).isEqualTo("80");
  }

  @Test
  void rowsWithoutALabelToCompareWithAreRefused() {
    train("flag");
    assertThatThrownBy(
            () -> run("SELECT a, b, NULL::BOOLEAN AS flag FROM t TO EVALUATE m LABEL flag"))
        .hasMessageStartingWith(
            "line 2:63: flag, the column of LABEL, has no value in any row: nothing to compare"
                + " with");
    assertThatThrownBy(() -> run("SELECT a, b, 'maybe' AS flag FROM t TO EVALUATE m LABEL flag"))
        .hasMessageStartingWith(
            "line 2:57: flag has none of the classes that m was trained on, which are false, true");
  }

  @Test
  void errorsOfSmallNumbersAreComparedByTheirSize() {
    run("CREATE TABLE s AS SELECT a, b, (a + b / 20) * 1e-12 AS y FROM t");
    run("SELECT * FROM s TO TRAIN LinearRegressor LABEL y INTO m");
    run("SELECT * FROM s TO EVALUATE m LABEL y INTO e");

    assertThat(text("SELECT better FROM e WHERE metric = 'RMSE'")).isEqualTo("model");
    assertThat(text("SELECT value BETWEEN 1e-16 AND 1e-13 FROM e WHERE metric = 'RMSE'"))
        .isEqualTo("true");
    assertThat(text("SELECT baseline BETWEEN 1e-13 AND 1e-11 FROM e WHERE metric = 'MAE'"))
        .isEqualTo("true");
  }

  @Test
  void aNumberThatIsTheSameInAllRowsIsSaid() {
    run("SELECT a, b, 7.0 AS y FROM t TO TRAIN LinearRegressor LABEL y INTO m");

    assertThat(heard.notes())
        .contains("The label is 7 in all rows: there is nothing to learn of it.")
        .doesNotContain("alone predicts the label");
  }

  @Test
  void classesThatNobodySeesAreInQuotesInSentences() {
    run("CREATE TABLE u AS SELECT a, b, CASE WHEN b < 1 THEN '' ELSE ' x' END AS word FROM t");
    run("SELECT * FROM u TO TRAIN LinearClassifier LABEL word INTO m");

    assertThat(heard.notes()).containsPattern("% of the rows are '', [0-9.]+ % are ' x'\\.");
  }

  @Test
  void labelsThatAreNoNumbersAreLeftOutByTheAdvisedCondition() {
    run(
        "CREATE TABLE g AS SELECT a, b, CASE WHEN b < 1 THEN 'nan'::DOUBLE WHEN b < 2 THEN"
            + " 'inf'::DOUBLE WHEN b < 3 THEN NULL ELSE a * 2 + b END AS y FROM t");
    assertThatThrownBy(() -> run("SELECT * FROM g TO TRAIN LinearRegressor LABEL y INTO m"))
        .hasMessageContaining("y, the column of LABEL, is NULL, NaN or infinite in ")
        .hasMessageContaining("Leave them out in the query (WHERE abs(y) < 1e308)");

    run("SELECT * FROM g WHERE abs(y) < 1e308 TO TRAIN LinearRegressor LABEL y INTO m");
    assertThat(heard.notes()).contains("m (LinearRegressor) is trained and stored");
  }

  /** Drivers read numbers from texts in their own ways. */
  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aTextIsNoNumberOnAnyDatabase(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run("DROP TABLE IF EXISTS label_texts");
    run(
        "CREATE TABLE label_texts AS SELECT i AS a, 2 * i AS b, 'word' AS word, DATE '2024-01-01'"
            + " AS day FROM "
            + database.numbers(50));
    for (String label : List.of("word", "day")) {
      assertThatThrownBy(
              () ->
                  run(
                      "SELECT a, %1$s FROM label_texts TO TRAIN LinearRegressor COLUMN a LABEL %1$s INTO m"
                          .formatted(label)))
          .hasMessageMatching(
              "(?s)line 2:\\d+: LinearRegressor predicts numbers, and %s is a column of %s: use a column of numbers, or a classifier\\. The database says: .*"
                  .formatted(label, label.equals("word") ? "texts" : "dates or times"));
    }
    assertThatThrownBy(
            () ->
                run(
                    "SELECT a, b FROM label_texts TO TRAIN LinearRegressor WITH validation.select ="
                        + " 'SELECT a, word AS b FROM label_texts' COLUMN a LABEL b INTO m"))
        .hasMessageStartingWith("line 2:80: the query of validation.select: ");
  }

  @Test
  void aLabelWhoseSquaresAreNoNumbersIsRefused() {
    assertThatThrownBy(
            () -> run("SELECT a, b, a * 1e300 AS y FROM t TO TRAIN LinearRegressor LABEL y INTO m"))
        .hasMessageMatching(
            "(?s)line 2:\\d+: the label y has values of up to \\d\\.\\d+e\\+300, whose squares are"
                + " no numbers: divide it in the query.*");
  }

  @Test
  void aValidationThatIsNoQueryIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT a, b, flag FROM t TO TRAIN LinearClassifier WITH validation.select ="
                        + " 'DROP TABLE t' LABEL flag INTO m"))
        .hasMessageStartingWith(
            "line 2:77: validation.select must be a query of the rows to judge by, such as 'SELECT"
                + " * FROM t'");
  }
}
