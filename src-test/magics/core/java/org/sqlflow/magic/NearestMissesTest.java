package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/** Small slips of analysts, each with a message that says what is meant and what to do. */
class NearestMissesTest extends CellsTest {
  @BeforeEach
  void makeCustomers() {
    run(
        "CREATE TABLE c AS SELECT i AS cid, i % 3 * 100 + i % 7 AS spend, i % 3 * 5 + i % 2 AS"
            + " visits FROM range(300) r(i)");
  }

  private void refused(String cell, String message) {
    assertThatThrownBy(() -> run(cell)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void whatOtherToolsTakeIsAnsweredByWhatWorksHere(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);

    refused(
        "EXEC sp_help",
        "; EXEC is of SQL Server: CALL name(…) runs a procedure here, and SELECT * FROM t TO"
            + " DESCRIBE shows the columns of a table");
    refused("SELECT ?", "; ? takes no value here: ${name} is the value of the Java variable name");
    refused("out << SELECT 1", "; to keep the result, write %%sqlflow out << in the first line");
    run("CREATE TABLE shops AS SELECT 1 AS a, 'web' AS channel");
    if (database == Databases.POSTGRESQL) {
      refused("SHOW TABLES", "; to list the tables: SELECT table_schema, table_name FROM");
      refused("DESCRIBE shops", "; to see its columns: SELECT * FROM shops TO DESCRIBE");
    }
    for (String web : List.of("web", "\"web\"")) {
      if (database != Databases.MARIADB || web.equals("web")) { // where "web" is a text
        refused(
            "SELECT * FROM shops WHERE a = 1 AND channel = " + web + " TO TRAIN kmeans INTO m",
            "; if it is a text, write it in single quotes: 'web'");
      }
    }
    if (database != Databases.H2) { // which gives no place
      refused(
          "SELECT a FROM shops\nSELECT channel FROM shops",
          "; if a new statement begins here, write ; before it");
    }
  }

  @Test
  void theNameOfAFileNeedsQuotes() {
    refused(
        "SELECT * FROM c;\nSELECT * FROM my data/c 2024.csv WHERE a = 1",
        "; the name of a file needs single quotes: 'my data/c 2024.csv'");
    refused("SELECT *\nFROM 'no such file.csv' TO TRAIN kmeans INTO m", "line 3:6: IO Error: No");
    assertThatThrownBy(() -> run("SELECT * FROM c JOIN d ON c.a = d.csv"))
        .hasMessageNotContaining("quotes");
    refused("SELECT * FROM " + "c UNION ALL SELECT 1 FROM ".repeat(5_000) + "none", "none");
  }

  @Test
  void oneRowIsInTheSingularAndHasNoPictureOfDifferences() {
    run("SELECT * FROM c TO TRAIN kmeans WITH n_clusters = 2 COLUMN spend, visits INTO m");
    run("SELECT * FROM c LIMIT 1 TO PREDICT t.g USING m");
    assertThat(heard.notes()).contains("t has the query's 1 row with g from m.");
    heard.outputs.clear();

    run("SELECT * FROM c LIMIT 1 TO EXPLAIN m");

    assertThat(heard.outputs)
        .isNotEmpty()
        .noneMatch(output -> output instanceof Output.Picture || output instanceof Output.Heat);
  }

  @Test
  void columnsWithoutRowsGetNoAdvice() {
    Table columns = run("SELECT * FROM c WHERE spend < 0 TO DESCRIBE").to_dataframe();

    assertThat(columns.stringColumn("looks_like")).containsOnly("no rows");
    assertThat(columns.stringColumn("advice")).containsOnly("");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    refused(
        "SELECT spend, visits AS spend FROM c TO TRAIN kmeans WITH n_clusters = 3 INTO m",
        "two columns of the query are named spend: name one by AS");
  }

  @Test
  void equalRowsAreNoTrainingForAnyEstimator() {
    for (String estimator : List.of("kmeans", "autoencoder", "clusterModel")) {
      refused(
          "SELECT 5 AS a, 6.5 AS b FROM range(50) TO TRAIN " + estimator + " INTO m",
          "all 50 rows are equal in these features");
    }
  }

  @Test
  void anEmptyColumnOfTextsIsNoCategory() {
    refused(
        "SELECT *, NULL::VARCHAR AS note FROM c TO TRAIN kmeans WITH n_clusters = 2 COLUMN spend,"
            + " note INTO m",
        "note is text and has no value in any row: leave it out");
  }

  @Test
  void aSampleOfBlocksThatIsEmptyIsToldFromARealOne() {
    assertThatThrownBy(
            () -> {
              // A block is taken or not; of ten draws of 1 % one at least has no row.
              for (int draw = 0; draw < 10; draw++) {
                run(
                    "SELECT * FROM c USING SAMPLE 1% TO TRAIN kmeans WITH n_clusters = 2 COLUMN"
                        + " spend INTO m");
              }
            })
        .hasMessageContaining("Sample rows instead: USING SAMPLE 1% (bernoulli)");
    run(
        "SELECT * FROM c USING SAMPLE 90% (bernoulli) TO TRAIN kmeans WITH n_clusters = 2 COLUMN"
            + " spend INTO m");
  }

  @Test
  void ofADefaultNumberOfGroupsThatAreNoneAutoIsAdvised() {
    heard.outputs.clear();
    run(
        "SELECT i * 7919 % 1000 AS x, i * 104729 % 997 AS y FROM range(1000) r(i) TO TRAIN kmeans"
            + " INTO m");
    assertThat(heard.notes())
        .contains("10 groups is only the default: model.n_clusters = auto chooses");
  }

  @Test
  void ofTooFewRowsToChooseTheOnlyNumberIsSaid() {
    heard.outputs.clear();
    run(
        "SELECT * FROM (VALUES (1.0, 2.0), (3.0, 4.0), (10.0, -1.0)) v(a, b) TO TRAIN kmeans WITH"
            + " n_clusters = auto COLUMN a, b INTO m");
    assertThat(heard.notes())
        .contains("model.n_clusters = 2: no other number was possible with 3 rows.");
  }

  @Test
  void aPictureOfFewColumnsHasATitleThatFits() {
    run("SELECT * FROM c TO TRAIN kmeans WITH n_clusters = 3 INTO m");
    heard.outputs.clear();
    run("SELECT * FROM c TO EXPLAIN m");
    Output.Picture picture =
        heard.outputs.stream()
            .filter(Output.Picture.class::isInstance)
            .map(Output.Picture.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(picture.text()).contains("standard deviations from the mean of all");
  }

  @Test
  void aLabelThatIsAFeatureIsSaidInTheFirstLineOfEvaluate() {
    run("CREATE TABLE b AS SELECT *, visits > 7 AS y FROM c");
    run("SELECT * FROM b TO TRAIN kmeans WITH n_clusters = 2 INTO m");
    heard.outputs.clear();
    run("SELECT * FROM b TO EVALUATE m LABEL y");
    assertThat(heard.notes())
        .startsWith(
            "y is a feature of m, so ARI, NMI and accuracy show little: retrain with LABEL y.");

    run("SELECT * FROM b TO TRAIN kmeans WITH n_clusters = 2 LABEL y INTO m");
    heard.outputs.clear();
    run("SELECT * FROM b TO EVALUATE m LABEL y");
    assertThat(heard.notes()).doesNotContain("is a feature of m");
  }

  @Test
  void oneRowThatDwarfsTheOthersIsNamedWithAConditionThatRemovesIt() {
    run(
        "CREATE TABLE s AS SELECT i % 10 AS amount, CASE WHEN i = 77 THEN 9223372036854775807 ELSE"
            + " i % 100 END AS spend, CASE WHEN i = 5 THEN -1e9 ELSE i % 50 END AS \"net gain\""
            + " FROM range(1000) r(i)");
    heard.outputs.clear();
    run("SELECT * FROM s TO DESCRIBE");
    assertThat(heard.notes())
        .contains("spend: 1 row holds 9.22e18, 9e16 times as much as any other")
        .contains("leave it out in the query (WHERE spend < 4.61e18)")
        .contains("(WHERE \"net gain\" > -5.00e8)");
    heard.outputs.clear();
    run("SELECT * FROM s TO TRAIN kmeans WITH n_clusters = 3 INTO m");
    assertThat(heard.notes()).contains("spend: 1 row holds 9.22e18");
    heard.outputs.clear();
    run("SELECT * FROM s WHERE spend < 4.61e18 AND \"net gain\" > -5.00e8 TO DESCRIBE");
    assertThat(heard.notes()).startsWith("998 rows").doesNotContain("row holds");
  }

  @ParameterizedTest
  @EnumSource
  void theFilterThatIsAdvisedLeavesNoMissingValue(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    run("DROP TABLE IF EXISTS gaps; DROP TABLE IF EXISTS sqlflow_models");
    run("CREATE TABLE gaps (a DOUBLE PRECISION, b INTEGER)");
    run("INSERT INTO gaps SELECT i % 9, i % 5 FROM " + database.numbers(60));
    run("INSERT INTO gaps VALUES (NULL, 1), (2, NULL)");
    if (database != Databases.MARIADB) {
      run("INSERT INTO gaps VALUES (CAST('NaN' AS DOUBLE PRECISION), 1)");
      run("INSERT INTO gaps VALUES (CAST('-Infinity' AS DOUBLE PRECISION), 1)");
    }
    String train = " TO TRAIN kmeans WITH n_clusters = 2 COLUMN a, b INTO m";
    String[] filter = {""};
    assertThatThrownBy(() -> run("SELECT * FROM gaps" + train))
        .satisfies(
            error ->
                filter[0] =
                    error
                        .getMessage()
                        .replaceAll("(?s).*in the query \\((WHERE [^)]*\\)[^)]*)\\).*", "$1"));
    assertThat(filter[0]).startsWith("WHERE ");
    run("SELECT * FROM gaps " + filter[0] + train);
  }

  @Test
  void countsOfADescriptionAreReadWithSeparatorsAndAreNumbersAllTheSame() {
    Table table =
        run("SELECT i AS cid, i % 3 AS k FROM range(12345) r(i) TO DESCRIBE").to_dataframe();
    assertThat(table.getString(0, "rows")).isEqualTo("12,345");
    assertThat(table.longColumn("rows").get(0)).isEqualTo(12_345L);
    run("SELECT i AS cid FROM range(12345) r(i) TO DESCRIBE INTO d");
    assertThat(value("SELECT rows FROM d")).isEqualTo(12_345L);
  }
}
