package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;

/** TO DESCRIBE, and what TO TRAIN says of the same columns. */
class DescribeCellsTest extends CellsTest {
  private static final List<String> AMOUNTS =
      List.of("money", "share", "comma", "loss", "spaced", "marked");

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run(
        "DROP TABLE IF EXISTS amounts; DROP TABLE IF EXISTS d; DROP TABLE IF EXISTS"
            + " sqlflow_models");
    run(
        "CREATE TABLE amounts (kundennr "
            + database.text()
            + ", x DOUBLE PRECISION"
            + AMOUNTS.stream()
                .map(c -> ", " + c + " " + database.text())
                .collect(Collectors.joining())
            + ")");
    run(
        IntStream.range(0, 200)
            .mapToObj(DescribeCellsTest::amounts)
            .collect(Collectors.joining(", ", "INSERT INTO amounts VALUES ", "")));
  }

  /** Each amount is 1,000.5 and more, or minus that for a loss. */
  private static String amounts(int row) {
    int thousands = 1 + row % 9;
    int rest = 100 + row;
    return Text.of(
        "('K%1$d', %2$d, '$%2$d,%3$d.50', '%2$d%3$d.5 %%', '%2$d.%3$d,50 EUR', '(%2$d,%3$d.5)',"
            + " '%2$d %3$d,5', %4$s)",
        row, thousands, rest, row % 20 == 0 ? "'$null$'" : "'" + thousands + rest + ".5'");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void theExpressionThatIsAdvisedMakesNumbers(Databases database) {
    on(database);

    run("SELECT * FROM amounts TO DESCRIBE INTO d");

    double all = sum(0);
    for (String column : AMOUNTS) {
      String where = " WHERE " + quoted(database) + " = '" + column + "'";
      String advice = String.valueOf(value("SELECT advice FROM d" + where));
      String expression = advice.replaceAll(" AS " + column + ".*", "");
      double sum =
          ((Number) value("SELECT sum(" + expression + ") AS s FROM amounts")).doubleValue();
      assertThat(sum)
          .as(column + ": " + expression)
          .isEqualTo(column.equals("loss") ? -all : column.equals("marked") ? all - sum(20) : all);
    }
    assertThat(value("SELECT looks_like FROM d WHERE " + quoted(database) + " = 'kundennr'"))
        .isEqualTo("a key: every value is unique");
  }

  /** The sum of all amounts, or of each n-th. */
  private static double sum(int step) {
    return IntStream.range(0, 200)
        .filter(i -> step == 0 || i % step == 0)
        .mapToDouble(i -> Double.parseDouble((1 + i % 9) + "" + (100 + i) + ".5"))
        .sum();
  }

  private static String quoted(Databases database) {
    return database == Databases.MARIADB ? "`column`" : "\"column\"";
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingNamesNumbersInTextsFirstAndReadsThemIfAsked(Databases database) {
    on(database);
    heard.outputs.clear();

    run("SELECT * FROM amounts TO TRAIN kmeans WITH model.n_clusters = 2 INTO m");
    assertThat(heard.notes())
        .startsWith("Only 1 of 8 columns is used.")
        .contains("look like numbers")
        .containsIgnoringCase("kundennr (text: a key: every value is unique)");

    run(
        "SELECT * FROM amounts TO TRAIN kmeans WITH model.n_clusters = 2 train.text_numbers = true"
            + " train.on_null = skip INTO m");
    assertThat(heard.notes())
        .containsIgnoringCase("7 features (x, money, share, comma, loss, spaced, marked)")
        .contains("10 rows with a missing value were left out");
    run("DROP TABLE IF EXISTS d; SELECT * FROM amounts TO PREDICT d.g USING m");
    assertThat(((Number) value("SELECT count(*) AS n FROM d WHERE g IS NULL")).intValue())
        .isEqualTo(10);
  }

  @Test
  void aColumnOfNumbersInTextsIsRefusedWithTheExpression() {
    on(Databases.DUCKDB);

    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM amounts TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN x,"
                        + " money INTO m"))
        .hasMessageContaining(
            "money is text that looks like numbers, such as '$1,100.50': write"
                + " TRY_CAST(replace(replace(money, '$', ''), ',', '') AS DOUBLE) AS money");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void theExpressionThatIsAdvisedForDatesRuns(Databases database) {
    on(database);
    run("CREATE TABLE visits (visited DATE, opened TIME)");
    run("INSERT INTO visits VALUES ('2024-05-06', '07:08:09')");

    run("SELECT * FROM visits TO DESCRIBE INTO d");

    assertThat(advised(database, "visited")).isEqualTo(5);
    assertThat(advised(database, "opened")).isEqualTo(7);
  }

  private int advised(Databases database, String column) {
    String advice =
        String.valueOf(
            value("SELECT advice FROM d WHERE " + quoted(database) + " = '" + column + "'"));
    String expression = advice.substring(advice.indexOf("EXTRACT"));
    return ((Number) value("SELECT " + expression + " AS n FROM visits")).intValue();
  }

  @Test
  void anyQueryCanBeDescribed() {
    run("CREATE TABLE e (a INTEGER, b VARCHAR, c DATE, v INTEGER[], s STRUCT(q INTEGER))");
    run("SELECT * FROM e TO DESCRIBE");
    assertThat(heard.notes()).startsWith("0 rows, 5 columns.");

    run(
        "INSERT INTO e VALUES (1, 'x', DATE '2020-01-01', [1], {'q': 1}), (NULL, NULL, NULL, NULL,"
            + " NULL)");
    run("SELECT * FROM e TO DESCRIBE INTO d");
    assertThat(value("SELECT count(*) FROM d")).isEqualTo(5L);
    assertThat(value("SELECT min FROM d WHERE \"column\" = 'c'")).isEqualTo("2020-01-01");

    String wide =
        IntStream.range(0, 500)
            .mapToObj(i -> "i * " + i + " % 7 AS c" + i)
            .collect(Collectors.joining(", "));
    run("SELECT " + wide + " FROM range(3000) r(i) TO DESCRIBE INTO d");
    assertThat(value("SELECT count(*) FROM d")).isEqualTo(500L);
  }

  @Test
  void aDescriptionDrawsEachColumn() {
    run(
        "SELECT i AS k, exp(i % 13) AS spend, i % 3 AS visits, ['Rome', 'Oslo'][1 + i % 2] AS city,"
            + " DATE '2020-01-01' + (i % 90)::INTEGER AS joined, i % 4 = 0 AS churned FROM"
            + " range(500) r(i) TO DESCRIBE");

    Output.Picture picture =
        heard.outputs.stream()
            .filter(Output.Picture.class::isInstance)
            .map(Output.Picture.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(picture.text()).isEqualTo("Distributions of 6 columns");
    assertThat(picture.vegaLite()).containsEntry("columns", 4);
    List<Map<String, Object>> panels = maps(picture.vegaLite().get("concat"));
    assertThat(panels).hasSize(6);
    for (Map<String, Object> panel : panels) {
      List<Map<String, Object>> bars = maps(map(panel.get("data")).get("values"));
      Map<String, Object> axis = map(map(map(panel.get("encoding")).get("x")).get("axis"));
      List<Object> labels = bars.stream().map(bar -> bar.get("value")).toList();
      assertThat(labels).doesNotHaveDuplicates();
      // Labels that would cover each other are left out.
      assertThat(bars.size() <= 8 || ((List<?>) axis.get("values")).size() == 3).isTrue();
      if (bars.size() > 8) {
        assertThat(labels).containsAll((List<?>) axis.get("values"));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object values) {
    return (List<Map<String, Object>>) values;
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    assertThatThrownBy(() -> run("SELECT 1 AS a, 2 AS a TO DESCRIBE"))
        .hasMessageContaining("named a");
  }

  @Test
  void anExpressionInColumnIsRefusedWithWhatItMeans() {
    run("CREATE TABLE c AS SELECT i AS spend FROM range(30) r(i)");

    assertThatThrownBy(() -> run("SELECT * FROM c TO TRAIN kmeans COLUMN ln(1 + spend) INTO m"))
        .hasMessageContaining("COLUMN takes no expressions")
        .hasMessageContaining("LOG(c) is sign(c)·log(1 + abs(c))");
  }
}
