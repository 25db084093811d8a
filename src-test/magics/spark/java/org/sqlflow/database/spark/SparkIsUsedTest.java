package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.session.Databases;
import tech.tablesaw.api.Table;

/** Cells on a Spark cluster of this machine: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last test takes the tables away
class SparkIsUsedTest extends OnSpark {
  private static final Path IRIS =
      Path.of("../../src-test/magics/core/resources/org/sqlflow/models/iris.csv");

  @BeforeAll
  void makeTables() throws IOException {
    StringBuilder values = new StringBuilder();
    int id = 0;
    List<String> lines = Files.readAllLines(IRIS);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      values
          .append(values.isEmpty() ? "" : ", ")
          .append("(" + id++ + ", ")
          .append(String.join("D, ", List.of(cells).subList(0, 4)))
          .append("D, '" + cells[4].strip() + "')");
    }
    run(
        "CREATE TABLE iris AS SELECT * FROM VALUES "
            + values
            + " AS t(id, sepal_length, sepal_width, petal_length, petal_width, class)");
    run(
        "CREATE TABLE people AS SELECT id, 20 + 30 * (id % 3) + randn(1) AS age,"
            + " 1000 * (1 + id % 3) + 50 * randn(2) AS income,"
            + " CASE id % 3 WHEN 0 THEN 'rent' WHEN 1 THEN 'own' ELSE 'other' END AS home,"
            + " id % 3 AS truth FROM range(0, 6000, 1, 4)");
  }

  private Table run(String sql) {
    return cells.run(sql);
  }

  private long number(String sql) {
    return cells.number(sql);
  }

  private Database database() {
    return Databases.connect(DataSource.parse(cluster.url(), folder));
  }

  @Test
  void resultsHaveTheirNamesTypesAndValues() {
    Table row =
        run(
            "SELECT 1 AS a, 'x' AS b, 1.50BD AS c, 2.5D AS d, true AS e, date'1500-02-03' AS f,"
                + " timestamp_ntz'2020-01-01 10:00:00.123456' AS g, array(1, 2) AS h,"
                + " map('k', 1) AS i, named_struct('x', 1) AS j, NULL AS k, CAST('ab' AS BINARY)"
                + " AS l, 1.25F AS m, 9007199254740993L AS n");

    assertThat(row.columnNames()).containsExactly("a b c d e f g h i j k l m n".split(" "));
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < row.columnCount(); i++) {
      shown.add(String.valueOf(row.get(0, i)));
    }
    assertThat(shown)
        .containsExactly(
            "1",
            "x",
            "1.5",
            "2.5",
            "true",
            "1500-02-03",
            "2020-01-01 10:00:00.123456",
            "[1, 2]",
            "{k -> 1}",
            "{1}",
            "",
            "\\x6162",
            "1.25",
            "9007199254740993");
  }

  @Test
  void columnsAreWhatTheyAreToAModel() {
    try (Database database = database()) {
      assertThat(
              database
                  .describe(
                      "SELECT id, age, home, array(1.5D) AS l, array('a') AS o, true AS t,"
                          + " current_date() AS d FROM people -- comment")
                  .columns())
          .extracting(Column::type)
          .containsExactly(
              ColumnType.INTEGER,
              ColumnType.REAL,
              ColumnType.TEXT,
              ColumnType.LIST,
              ColumnType.OTHER,
              ColumnType.BOOLEAN,
              ColumnType.TIME);
    }
  }

  @Test
  void whatIsDescribedDoesNotRun() {
    try (Database database = database()) {
      assertThatThrownBy(() -> database.describe("DROP TABLE people"))
          .isInstanceOf(DatabaseException.class);
      assertThat(database.hasTable("people")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT aeg FROM people | 7 | A column, variable, or function parameter with name `aeg`",
        "SELECT 'ö😀', 1 FROM nowhere | 21 | The table or view `nowhere` cannot be found.",
        "SELEC 1 | 0 | Syntax error at or near 'SELEC'",
        "SELECT 1/0 | 7 | Division by zero.",
        "DROP TABLE nowhere | 11 | The table or view `spark_catalog`.`default`.`nowhere` cannot",
        "DROP VIEW `ö`.nowhere | 10 | The table or view `spark_catalog`.`ö`.`nowhere` cannot",
        "CREATE TABLE people (a INT) | 13 | Cannot create table or view",
        "DROP SCHEMA nowhere | 12 | The schema `spark_catalog`.`nowhere` cannot be found.",
      })
  void errorsHaveTheirPlaceInTheSql(String sql, int offset, String message) {
    try (Database database = database()) {
      Throwable error = catchThrowable(() -> database.execute(sql));

      assertThat(error).isInstanceOf(DatabaseException.class).hasMessageStartingWith(message);
      assertThat(((DatabaseException) error).offset()).isEqualTo(OptionalInt.of(offset));
    }
  }

  @Test
  void tablesAndFunctionsAreListedForCompletion() {
    try (Database database = database()) {
      assertThat(database.tables()).extracting("name").contains("iris", "people");
      assertThat(database.functions()).contains("percentile_approx", "sum");
      assertThat(database.hasSchema(List.of("default"))).isTrue();
      assertThat(database.hasSchema(List.of("nowhere"))).isFalse();
      StoredTable people = database.table(List.of("People")).orElseThrow();
      assertThat(people.path()).containsExactly("default", "people");
      assertThat(people.columns()).containsExactly("id", "age", "income", "home", "truth");
      assertThat(database.product()).startsWith("Spark 4.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT * FROM peo|; people",
        "SELECT inc| FROM people; income",
        "SELECT p.ho| FROM people p; home",
        "SELECT fir| FROM marked; `first col`",
        "SELECT * FROM people TO TRAIN kmeans COLUMN LOG(inc|; income",
        "SELECT percentile_app| FROM people; percentile_approx(",
      })
  void tablesColumnsAndFunctionsAreCompleted(String cell, String expected) throws Exception {
    run("CREATE TABLE IF NOT EXISTS marked (`first col` INT)");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    List<String> offered = cells.completions(cell);
    while (!offered.contains(expected) && System.nanoTime() < end) { // the server answers later
      TimeUnit.MILLISECONDS.sleep(200);
      offered = cells.completions(cell);
    }

    assertThat(offered).contains(expected);
  }

  @Test
  void columnsOfAllTypesAreFeaturesAsOnOtherDatabases() {
    run(
        "CREATE TABLE typed AS SELECT id, CAST(id % 3 * 10.25 AS DECIMAL(12,2)) AS price,"
            + " CAST(id % 3 * 1000000000000000.5 AS DECIMAL(38,10)) AS large, id % 2 = 0 AS even,"
            + " CAST(id % 3 AS TINYINT) AS tiny, array(CAST(id % 3 AS DOUBLE), NULL) AS holes,"
            + " array(CAST(id % 3 AS DOUBLE), 1D) AS pair, IF(id % 10 = 0, NULL, id % 3) AS gaps,"
            + " named_struct('x', id) AS pack, timestamp'2024-01-01 00:00:00' AS at FROM range(0,"
            + " 600, 1, 2)");
    run(
        "SELECT price, large, even, tiny, pair, gaps FROM typed TO TRAIN kmeans WITH"
            + " model.n_clusters = 3, train.on_null = skip COLUMN price, large, even, tiny,"
            + " DENSE(pair, 2), gaps INTO of_types");
    run("SELECT * FROM typed TO PREDICT typed_groups.g USING of_types");

    assertThat(number("SELECT count(g) FROM typed_groups"))
        .as("a row that lacks a value has no group")
        .isEqualTo(540);
    assertThat(number("SELECT count(*) FROM (SELECT DISTINCT tiny, g FROM typed_groups)"))
        .isEqualTo(6);
    assertThatThrownBy(() -> run("SELECT pack FROM typed TO TRAIN kmeans COLUMN pack INTO no"))
        .hasMessageContaining("pack")
        .hasMessageContaining("STRUCT");
    assertThatThrownBy(() -> run("SELECT at FROM typed TO TRAIN kmeans COLUMN at INTO no"))
        .hasMessageContaining("TIMESTAMP")
        .hasMessageContaining("EXTRACT(YEAR FROM at)");
    assertThat(number("SELECT EXTRACT(YEAR FROM at) FROM typed LIMIT 1")).isEqualTo(2024);
  }

  @Test
  void theFoundingWorkflowRuns() {
    run(
        "SELECT sepal_length, sepal_width, petal_length, petal_width FROM iris TO TRAIN"
            + " clusterModel WITH model.encode_units = [100, 7], model.n_clusters = 3,"
            + " train.seed = 1 INTO flowers");
    run("SELECT * FROM iris TO PREDICT iris_groups.group_id USING flowers");
    run("SELECT * FROM iris TO EVALUATE flowers");
    run("SELECT * FROM iris TO EXPLAIN flowers INTO flower_groups");

    assertThat(number("SELECT count(*) FROM iris_groups WHERE group_id IS NOT NULL"))
        .isEqualTo(150);
    // Of each class most flowers are in one group: .89 is what plain k-means reaches.
    assertThat(
            number(
                "SELECT sum(n) FROM (SELECT max(n) AS n FROM (SELECT class, group_id, count(*) AS"
                    + " n FROM iris_groups GROUP BY class, group_id) GROUP BY class)"))
        .isGreaterThan(133);
    assertThat(number("SELECT count(DISTINCT group_id) FROM flower_groups")).isEqualTo(3);
    assertThat(run("SHOW MODELS").stringColumn("name").asList()).contains("flowers");
    assertThat(folder.resolve("sqlflow.duckdb")).exists();
  }

  @ParameterizedTest
  @CsvSource({"1, true, ''", "2, true, USING encoder", "3, false, ''", "4, false, USING encoder"})
  void theFourCasesRun(int number, boolean pretrains, String using) {
    if (!using.isEmpty()) {
      run(
          "SELECT age, income FROM people TO TRAIN autoencoder WITH model.encode_units = [20, 2],"
              + " train.seed = 1 INTO encoder");
    }
    run(
        "SELECT age, income FROM people TO TRAIN clusterModel WITH model.encode_units = [20, 2],"
            + " model.n_clusters = 3, train.seed = 1, model.run_pretrain = "
            + pretrains
            + " "
            + using
            + " INTO case_"
            + number);
    run("SELECT * FROM people TO PREDICT case_" + number + "_groups.g USING case_" + number);

    assertThat(
            number(
                "SELECT count(*) FROM (SELECT DISTINCT truth, g FROM case_" + number + "_groups)"))
        .as("the groups are those of the truth")
        .isEqualTo(3);
  }

  @Test
  void aSampleIsDrawnInTheClusterAndTheSameSeedDrawsTheSame() {
    String train =
        "SELECT id, id % 7 AS a, id % 11 AS b FROM range(0, 5000000, 1, 4) TO TRAIN kmeans WITH"
            + " model.n_clusters = 2, train.sample = 0.001, train.seed = 3 COLUMN a, b INTO ";
    run(train + "drawn");
    String notes = notes();
    run(train + "again");

    assertThat(notes).contains("Trained on a random sample: 5,000 of 5,000,000 rows");
    assertThat(run("SHOW MODELS").where(t -> t.stringColumn("name").isEqualTo("drawn")).get(0, 4))
        .isEqualTo(
            run("SHOW MODELS").where(t -> t.stringColumn("name").isEqualTo("again")).get(0, 4));
  }

  @Test
  @EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
  void fiveMillionRowsAreGroupedByExecutorsOfOneGigabyte() {
    run(
        "CREATE TABLE many AS SELECT id, truth, "
            + IntStream.range(0, 10)
                .mapToObj(
                    c ->
                        "CAST(truth * "
                            + (1 + c % 4)
                            + " % 5 + 0.3 * randn("
                            + c
                            + ") AS FLOAT) AS c"
                            + c)
                .collect(Collectors.joining(", "))
            + " FROM (SELECT id, id % 5 AS truth FROM range(0, 5000000, 1, 8))");
    run(
        "SELECT * FROM many TO TRAIN clusterModel WITH model.n_clusters = 5, model.encode_units ="
            + " [32, 4], train.sample = 20000, train.seed = 1 COLUMN * EXCEPT (id, truth) INTO"
            + " of_many");
    run("SELECT * FROM many TO PREDICT many_groups.g USING of_many");

    assertThat(number("SELECT count(g) FROM many_groups")).isEqualTo(5_000_000);
    // Of each kind nearly all rows are in one group.
    assertThat(
            number(
                "SELECT sum(n) FROM (SELECT max(n) AS n FROM (SELECT truth, g, count(*) AS n FROM"
                    + " many_groups GROUP BY truth, g) GROUP BY truth)"))
        .isGreaterThan(4_900_000);
    run("DROP TABLE many_groups");
    run("DROP TABLE many");
  }

  private String notes() {
    return cells.notes();
  }

  @Test
  void aColumnIsAddedToTheTableThatIsReadAndRewrittenNextTime() {
    run("CREATE TABLE mine COMMENT 'mine' AS SELECT id, age, income FROM people");
    run("SELECT age, income FROM people TO TRAIN kmeans WITH model.n_clusters = 3 INTO g3");

    assertThatThrownBy(() -> run("SELECT * FROM mine TO PREDICT mine.g USING g3"))
        .hasMessageContaining("cannot add a column to mine without losing its comment");
    run("SELECT * FROM mine TO PREDICT mine.g WITH predict.replace = true USING g3");
    assertThat(run("SELECT * FROM mine LIMIT 1").columnNames())
        .containsExactly("id", "age", "income", "g");
    assertThat(number("SELECT count(DISTINCT id) FROM mine WHERE g IS NOT NULL")).isEqualTo(6000);
  }

  @Test
  void predictionsThatAreNoFormulaAreComputedHere() {
    run(
        "SELECT age, income FROM people TO TRAIN kmeans WITH model.n_clusters = 3, train.seed = 1"
            + " INTO near");
    run("SELECT * FROM people TO PREDICT near_by_sql.g USING near");
    String bySql = notes();
    run(
        "SELECT * FROM people TO PREDICT near_here.g WITH predict.extra_outputs = [distance] USING"
            + " near");

    assertThat(bySql).contains("The database computed them");
    assertThat(notes()).doesNotContain("The database computed them");
    assertThat(
            number(
                "SELECT count(*) FROM near_by_sql s JOIN near_here h ON s.id = h.id WHERE s.g ="
                    + " h.g"))
        .as("executors and this process agree")
        .isEqualTo(6000);
  }

  @Test
  void aNetworkIsComputedHereForFewRowsAndInTheClusterForMany() {
    run(
        "SELECT age, income, home FROM people TO TRAIN DNNClassifier WITH model.hidden_units = [32,"
            + " 16], train.epoch = 2, train.seed = 1 LABEL home INTO homes");
    run("SELECT * FROM people TO PREDICT few_homes.p USING homes");
    String few = notes();
    run("SELECT people.* FROM people CROSS JOIN range(40) TO PREDICT many_homes.p USING homes");

    assertThat(few).contains("6,000 rows").doesNotContain("The database computed them");
    assertThat(notes()).contains("240,000 rows").contains("The database computed them");
    assertThat(
            number(
                "SELECT count(*) FROM many_homes m JOIN few_homes f ON m.id = f.id WHERE m.p ="
                    + " f.p"))
        .as("executors and this process agree")
        .isEqualTo(240_000);
  }

  @Test
  void aLargeModelTakesNoRowsAndSaysWhereOneIsBroken() {
    run(
        "SELECT age, income FROM people TO TRAIN clusterModel WITH model.encode_units = [200, 2],"
            + " model.n_clusters = 3, model.pretrain_epochs = 1, model.train_max_iters = 5,"
            + " train.seed = 1 INTO wide");

    assertThatThrownBy(
            () -> run("SELECT age, 1 / (id - 7) AS income FROM people TO PREDICT w.g USING wide"))
        .hasMessageContaining("line 1:13: Division by zero");
    run("SELECT * FROM people WHERE age < 0 TO PREDICT nobody.g USING wide");
    assertThat(number("SELECT count(*) FROM nobody")).isZero();
    assertThat(run("SELECT * FROM nobody").columnNames()).contains("g");
  }

  @Test
  void aViewScoresInTheClusterAsTheModelDoes() {
    run(
        "SELECT age, income, home FROM people TO TRAIN kmeans WITH model.n_clusters = 3,"
            + " train.seed = 1 COLUMN age, income, INDICATOR(home) INTO seen");
    run("SELECT * FROM people TO PREDICT written.g USING seen");
    run("SELECT * FROM people TO PREDICT scored.g WITH predict.view = true USING seen");

    assertThat(
            number("SELECT count(*) FROM written w JOIN scored s ON w.id = s.id WHERE w.g = s.g"))
        .isEqualTo(6000);
  }

  @Test
  void aTaskThatFailsLeavesTheEarlierTableAndNothingElse() throws IOException {
    run("SELECT age, income FROM people TO TRAIN kmeans WITH model.n_clusters = 3 INTO keep");
    run("SELECT * FROM people TO PREDICT kept.g USING keep");
    List<String> before = cluster.folders();

    assertThatThrownBy(
            () ->
                run(
                    "SELECT id, age, IF(id = 5999, raise_error('broken row'), income) AS income"
                        + " FROM people TO PREDICT kept.g WITH predict.replace = true USING keep"))
        .hasMessageContaining("broken row");

    assertThat(number("SELECT count(g) FROM kept")).isEqualTo(6000);
    assertThat(cluster.folders()).isEqualTo(before);
    assertThat(run("SHOW TABLES").stringColumn("tableName").asList())
        .noneMatch(name -> name.startsWith("sqlflow_"));
  }

  @Test
  void anInterruptStopsTheQueryInTheClusterAndTheNextCellRuns() throws Exception {
    long earlier = cluster.startedTasks();
    CompletableFuture<Throwable> query =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowable(
                    () -> run("SELECT count(*) FROM range(0, 1000000000000L) WHERE sqrt(id) < 0")));
    while (!query.isDone()) {
      if (cluster.startedTasks() > earlier) { // Spark forgets to stop a job that it still plans
        cells.interrupt();
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }

    assertThat(query.get()).isInstanceOf(CancellationException.class);
    assertThat(number("SELECT 1")).isEqualTo(1);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theNextCellConnectsAgainAfterTheServerWasLost() throws Exception {
    cluster.killServer();

    assertThatThrownBy(() -> run("SELECT count(*) FROM people"))
        .hasMessageContaining("the connection to " + cluster.url() + " was lost");
    assertThatThrownBy(() -> run("SELECT 1")).hasMessageContaining("nothing answers there");
    cluster.startServer();
    assertThat(number("SELECT 1")).isEqualTo(1);
    assertThat(run("SHOW MODELS").rowCount()).isPositive();
  }
}
