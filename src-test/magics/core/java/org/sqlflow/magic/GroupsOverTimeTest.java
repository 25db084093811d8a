package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

/** Versions, TO RETRAIN, TO COMPARE and TO MONITOR as cells show them. */
class GroupsOverTimeTest {
  @TempDir Path folder;

  private SqlflowMagic magic;

  /** Three groups of 300, 200 and 100 rows; a month later the last one has grown the most. */
  @BeforeEach
  void connect() {
    magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
    run(
        "CREATE TABLE jan AS SELECT CASE WHEN i < 300 THEN 0 WHEN i < 500 THEN 10 ELSE 20 END"
            + " + sin(i * 12.9898) AS a, CASE WHEN i < 300 THEN 5 WHEN i < 500 THEN 0 ELSE 9 END"
            + " + cos(i * 78.233) AS b FROM range(600) t(i)");
    run(
        "CREATE TABLE feb AS SELECT CASE WHEN i < 100 THEN 0 WHEN i < 300 THEN 10 ELSE 20 END"
            + " + sin(i * 12.9898) AS a, CASE WHEN i < 100 THEN 5 WHEN i < 300 THEN 0 ELSE 9 END"
            + " + cos(i * 78.233) AS b FROM range(600) t(i)");
    run("SELECT * FROM jan TO TRAIN kmeans WITH n_clusters = 3, train.verbose = 0 INTO m");
  }

  @AfterEach
  void close() {
    magic.close();
  }

  private CellsTest.Heard run(String statements) {
    CellsTest.Heard heard = new CellsTest.Heard();
    magic.run("%%sqlflow\n" + statements, 9, Variables.NONE, heard);
    return heard;
  }

  private Table rows(String statement) {
    return magic
        .run("%%sqlflow\n" + statement, 9, Variables.NONE, CellListener.SILENT)
        .to_dataframe();
  }

  private List<String> sizes(String query, String model) {
    run(query + " TO PREDICT p.g USING " + model);
    return rows("SELECT g || ': ' || count(*) FROM p GROUP BY g ORDER BY g")
        .stringColumn(0)
        .asList();
  }

  @Test
  void aTrainingIntoAnExistingNameAddsAVersionAndSaysHowToGoBack() {
    CellsTest.Heard heard =
        run("SELECT * FROM jan TO TRAIN kmeans WITH n_clusters = 2, train.verbose = 0 INTO m");

    assertThat(heard.notes())
        .contains(
            "It is version 2 of m (m@2) and the default now; version 1 stays. To go back: ALTER"
                + " MODEL m SET DEFAULT_VERSION = 1");
    assertThat(rows("SHOW VERSIONS IN MODEL m").intColumn("version").asList())
        .containsExactly(1, 2);
    assertThat(sizes("SELECT * FROM jan", "m")).hasSize(2);
    assertThat(sizes("SELECT * FROM jan", "m@1")).containsExactly("0: 300", "1: 200", "2: 100");

    assertThat(run("ALTER MODEL m SET DEFAULT_VERSION = 1").notes())
        .contains("m now means m@1: every statement that names m uses version 1.");
    assertThat(sizes("SELECT * FROM jan", "m")).hasSize(3);
    assertThat(run("DROP MODEL m@1").notes())
        .contains(
            "m@1 was dropped; it was the default, which is now m@2, the latest remaining version.");
    assertThat(run("DROP MODEL m@2").notes())
        .contains("m@2 was the only version: model m was dropped.");
    assertThat(rows("SHOW MODELS").rowCount()).isZero();
  }

  @Test
  void versionsThatAreNotKeptAreNamed() {
    String train = "SELECT * FROM jan TO TRAIN kmeans WITH n_clusters = 2, train.verbose = 0";
    run(train + " INTO m");
    run(train + " INTO m");

    assertThat(run(train + ", train.keep_versions = 2 INTO m").notes())
        .contains("Versions 1 and 2 of m were deleted: 2 are kept (train.keep_versions).")
        .contains("It is version 4 of m (m@4) and the default now; version 3 stays.");
    assertThat(run(train + " INTO m").notes())
        .contains("It is version 5 of m (m@5) and the default now; versions 3 and 4 stay.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DESCRIBE MODEL m@7 | m has no version 7; there is only version 1",
        "SELECT * FROM jan TO EXPLAIN m@2 | m has no version 2; there is only version 1",
        "ALTER MODEL m SET DEFAULT_VERSION = 3 | m has no version 3; there is only version 1",
        "ALTER MODEL n SET DEFAULT_VERSION = 1 | no model n; there is m",
        "SHOW VERSIONS IN MODEL m@1 | m@1 is one version: name the model, m",
        "SHOW VERSIONS IN MODEL other | no model other; there is m",
        "DROP MODEL m@4 | m has no version 4; there is only version 1",
        "SELECT * FROM jan TO RETRAIN n | no model n; there is m",
        "SELECT * FROM jan TO RETRAIN m WITH n_cluster = 2 | unknown attribute n_cluster; did you"
            + " mean n_clusters?",
        "SELECT a FROM jan TO COMPARE m, m | the query lacks column b, which m was trained on",
        "SELECT * FROM jan TO COMPARE m, n | no model n; there is m",
        "SELECT * FROM jan LIMIT 0 TO MONITOR m | the query returns no rows to monitor m with",
        "SELECT * FROM jan LIMIT 0 TO COMPARE m, m | the query returns no rows to compare m and m"
            + " on",
        "SELECT * FROM jan TO MONITOR m WITH monitor.watch = 0.5 | monitor.watch (0.5) is above"
            + " monitor.retrain (0.25): set it to the same value or a lower one",
        "SELECT * FROM jan TO MONITOR m WITH monitor.wach = 1 | unknown attribute monitor.wach; did"
            + " you mean monitor.watch?",
      })
  void errorsSayWhatToDo(String statement, String message) {
    assertThatThrownBy(() -> run(statement)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LIMIT 0 | the query returns no rows to train on",
        "LIMIT 1 | 1 row cannot make 3 groups: train on more rows",
      })
  void whatIsWrongWithTheRowsOfARetrainingIsSaidAtTheQuery(String rows, String message) {
    assertThatThrownBy(() -> run("\nSELECT * FROM jan " + rows + " TO RETRAIN m"))
        .hasMessageStartingWith("line 3:1: " + message);
  }

  @Test
  void oneRowIsComparedAndMonitoredInWordsForOne() {
    assertThat(run("SELECT * FROM jan LIMIT 1 TO COMPARE m, m@1").notes())
        .contains("m and m@1 make the same groups of the one row: adjusted Rand index 1.00")
        .contains("The row is in the same group as in m.");
    assertThat(run("SELECT * FROM jan LIMIT 1 TO MONITOR m").notes())
        .contains("Stable: the row is distributed as the 600 rows that m was trained on.");
  }

  @Test
  void groupsWhoseRowsAllStayAreToldSo() {
    assertThat(run("SELECT * FROM jan TO RETRAIN m WITH n_clusters = 4").notes())
        .contains("are the same: all their rows stay.")
        .doesNotContain("at least 100 %");
  }

  /** By size the groups of February would be numbered the other way round. */
  @Test
  void aRetrainedModelKeepsTheNumbersAndNamesOfItsGroups() {
    assertThat(sizes("SELECT * FROM jan", "m")).containsExactly("0: 300", "1: 200", "2: 100");
    run("ALTER MODEL m NAME GROUPS (0 = 'Regulars', 2 = 'Big ones')");

    CellsTest.Heard heard = run("SELECT * FROM feb TO RETRAIN m");

    assertThat(heard.notes())
        .contains("All 600 rows are in the same group as in m@1.")
        .contains("All groups (Regulars (0), 1 and Big ones (2)) are the same.");
    assertThat(sizes("SELECT * FROM feb", "m")).containsExactly("0: 100", "1: 200", "2: 300");
    assertThat(rows("DESCRIBE MODEL m").stringColumn("value").asList())
        .contains("2 of 2, the default", "100; 200; 300");
    assertThat(rows("SHOW TRAIN m").getString(0, 1))
        .isEqualTo(
            "SELECT * FROM feb\nTO TRAIN kmeans WITH n_clusters = 3, train.verbose = 0,"
                + " train.match = 'm@1' INTO m");
    assertThat(run("SELECT * FROM feb TO EXPLAIN m").outputs.toString())
        .contains("Regulars", "Big ones");
  }

  @Test
  void theRulesOfARetrainedModelHaveTheNumbersOfItsGroups() {
    run("SELECT * FROM jan TO TRAIN kmeans WITH n_clusters = 3, model.rules = 3 INTO r");
    run("SELECT * FROM feb TO RETRAIN r");

    assertThat(sizes("SELECT * FROM feb", "r")).containsExactly("0: 100", "1: 200", "2: 300");
    assertThat(rows("DESCRIBE MODEL r").stringColumn("value").asList())
        .filteredOn(line -> line.matches("Group \\d: .*"))
        .hasSize(3)
        .anyMatch(line -> line.matches("Group 0: a is below \\d+\\."))
        .anyMatch(line -> line.matches("Group 2: a is \\d+ or more\\."));
  }

  @Test
  void rowsOfAGroupThatOnlyHasAnotherNumberDidNotMove() {
    run("SELECT * FROM feb TO TRAIN kmeans WITH n_clusters = 3 INTO other");
    assertThat(sizes("SELECT * FROM jan", "other")).isNotEqualTo(sizes("SELECT * FROM jan", "m"));

    CellsTest.Heard heard = run("SELECT * FROM jan TO COMPARE m, other");

    assertThat(heard.notes()).contains("All 600 rows are in the same group as in m.");
    assertThat(heard.outputs.toString()).contains("From m to other: no rows moved");
  }

  @Test
  void featuresOfBothModelsTellMovers() {
    run(
        "CREATE TABLE wide AS SELECT *, CASE WHEN row_number() OVER () % 4 = 0 THEN 500 ELSE 0 END"
            + " AS extra FROM jan");
    run("SELECT * FROM wide TO TRAIN kmeans WITH n_clusters = 2 COLUMN extra INTO other");
    run("ALTER MODEL m NAME GROUPS (0 = 'Two\nlines')");
    run("ALTER MODEL other NAME GROUPS (1 = 'Fourth')");

    assertThat(run("SELECT * FROM wide TO COMPARE m, other").notes())
        .contains(
            "rows that go from Two\u21b5lines (0) to Fourth (1), compared with those that stay: extra")
        .contains("extra is higher (500 against 0)");
  }

  @Test
  void numbersOfGroupsThatAreGoneStayFreeAfterTheModelIsLoadedAgain() {
    run("SELECT * FROM jan WHERE a < 5 OR a > 15 TO RETRAIN m WITH n_clusters = 2 INTO n");

    assertThat(sizes("SELECT * FROM jan WHERE a < 5 OR a > 15", "n"))
        .containsExactly("0: 300", "2: 100");
    CellsTest.Heard heard = run("SELECT * FROM jan TO RETRAIN n WITH n_clusters = 3");
    assertThat(heard.notes()).contains("Group 0 split: its rows are in groups 0 and 3 now.");
    assertThat(sizes("SELECT * FROM jan", "n")).containsExactly("0: 300", "2: 100", "3: 200");
  }

  @Test
  void aNumberThatStaysFreeIsShownNowhere() {
    run("SELECT * FROM jan WHERE a < 5 OR a > 15 TO RETRAIN m WITH n_clusters = 2");

    assertThat(numbers("SELECT * FROM jan TO EXPLAIN m")).containsExactly("0", "2");
    assertThat(numbers("SELECT * FROM jan TO PREDICT p.group_id USING m"))
        .containsExactly("0", "2");
    CellsTest.Heard evaluated = run("SELECT * FROM jan TO EVALUATE m WITH evaluate.bootstrap = 2");
    assertThat(groups(evaluated)).containsExactly("0", "2");
    assertThat(evaluated.notes())
        .contains("Groups 0 and 2: ")
        .doesNotContain("have none of these rows");
    assertThatThrownBy(() -> run("ALTER MODEL m NAME GROUPS (1 = 'gone')"))
        .hasMessageStartingWith("line 2:28: m has no group 1; its groups are 0 and 2\n");
  }

  @Test
  void centresAreMatchedByTheNumbersOfTheirGroups() {
    String query = "SELECT a FROM jan WHERE a > 5";
    run("SELECT * FROM jan WHERE a > 5 TO RETRAIN m WITH n_clusters = 2 INTO late");
    run(query + " TO TRAIN kmeans WITH n_clusters = 2, train.match = late INTO narrow");

    assertThat(sizes(query, "narrow")).containsExactly("1: 200", "2: 100");
  }

  /** The largest group of January is the smallest of February, and has another place there. */
  @Test
  void rulesInTheDetailsHaveTheNumbersOfTheEarlierGroups() {
    String rules = " WITH n_clusters = 3, model.rules = 3, train.match = m COLUMN a";
    CellsTest.Heard heard = run("SELECT * FROM feb TO TRAIN kmeans" + rules + " INTO ruled");
    assertThat(sizes("SELECT * FROM feb", "ruled")).containsExactly("0: 100", "1: 200", "2: 300");
    List<String> details =
        heard.notes().lines().filter(line -> line.matches("Group \\d: a is .*")).toList();
    assertThat(details).hasSize(3);
    for (String detail : details) {
      String condition =
          detail
              .substring("Group 0: ".length(), detail.length() - 1)
              .replaceAll("is from (\\S+) to below", ">= $1 AND a <")
              .replace("is below", "<")
              .replaceAll("is (\\S+) or more", ">= $1");
      String other = "(" + condition + ") <> (g = " + detail.charAt("Group ".length()) + ")";
      assertThat(rows("SELECT g FROM p WHERE " + other).rowCount()).as(detail).isZero();
    }
  }

  private List<String> numbers(String statement) {
    return groups(run(statement));
  }

  /** The numbers in the report that has a row for each group. */
  private static List<String> groups(CellsTest.Heard heard) {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(output -> ((Output.Rows) output).table())
        .filter(table -> table.column(0).name().equals("group_id"))
        .findFirst()
        .orElseThrow()
        .column(0)
        .asList()
        .stream()
        .map(String::valueOf)
        .toList();
  }

  @Test
  void anotherStatementIsMatchedByItsRowsOrByItsCentres() {
    assertThat(
            run("SELECT * FROM feb TO TRAIN gaussianMixture WITH n_clusters = 3, train.verbose ="
                    + " 0, train.match = m COLUMN a INTO g")
                .notes())
        .contains("All groups (0, 1 and 2) are the same.");
    assertThat(sizes("SELECT * FROM feb", "g")).containsExactly("0: 100", "1: 200", "2: 300");

    assertThat(
            run("SELECT a FROM feb TO TRAIN kmeans WITH n_clusters = 3, train.verbose = 0,"
                    + " train.match = m INTO k")
                .notes())
        .contains("All groups (0, 1 and 2) are the same by their centres.")
        .contains(
            "The query lacks b, which m@1 was trained on: the groups are matched by their"
                + " centres (a).");
    assertThat(sizes("SELECT * FROM feb", "k")).containsExactly("0: 100", "1: 200", "2: 300");
  }

  @Test
  void twoModelsAreComparedByTheRowsThatMove() {
    run("SELECT * FROM jan TO TRAIN kmeans WITH n_clusters = 4, train.verbose = 0 INTO m");

    CellsTest.Heard heard = run("SELECT * FROM jan TO COMPARE m@1, m INTO moves");

    assertThat(heard.notes())
        .contains("m@1 and m make")
        .contains("adjusted Rand index")
        .contains("rows that go from group");
    Table moves = rows("SELECT * FROM moves");
    assertThat(moves.columnNames())
        .containsExactly(
            "from_group", "to_group", "rows", "share of from in %", "share of to in %", "change");
    assertThat(moves.numberColumn("rows").sum()).isEqualTo(600);
    assertThat(moves.stringColumn("change").asList()).contains("stays", "moves");
    run("SELECT * FROM jan TO COMPARE m@1, m INTO moves");
    assertThatThrownBy(() -> run("SELECT * FROM jan TO COMPARE m@1, m INTO jan"))
        .hasMessageContaining("jan");
  }

  @Test
  void monitoringSaysWhetherRowsAreAsThoseOfTheTraining() {
    assertThat(run("SELECT * FROM jan TO MONITOR m").notes())
        .contains("Stable: the 600 rows are distributed as the 600 rows that m was trained on.");
    assertThat(run("SELECT * FROM jan USING SAMPLE 30 ROWS (reservoir, 7) TO MONITOR m").notes())
        .contains("Stable:")
        .contains("30 rows are few: only large changes can be distinguished from chance.");

    CellsTest.Heard heard = run("SELECT * FROM feb TO MONITOR m INTO drift");

    assertThat(heard.notes())
        .contains("Retrain: the 600 rows differ strongly from the 600 rows that m was trained on.")
        .contains("The groups have other shares (PSI ")
        .contains("To train it on these rows: SELECT * FROM feb TO RETRAIN m");
    Table drift = rows("SELECT * FROM drift");
    assertThat(drift.stringColumn("kind").asList()).contains("feature", "group", "distance");
    run("SELECT * FROM feb TO MONITOR m INTO drift");
  }

  @Test
  void missingValuesAreCountedAndNotRefused() {
    assertThat(
            run("SELECT CASE WHEN random() < 0.5 THEN a END AS a, b FROM jan TO MONITOR m").notes())
        .contains("of the rows have no value, 0.0 % in the training.")
        .contains("further rows are left out: a value is missing.");
  }
}
