package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.Table;

/** The whole workflow on each database. */
class DatabasesTest extends CellsTest {
  private static final List<String> TABLES =
      List.of("input_table", "output_table", "scores", "profile", "odd", "sqlflow_models");

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
    for (String table : TABLES) {
      run("DROP TABLE IF EXISTS " + table);
    }
  }

  /** Three groups of rows in ten columns, with a key and a name. */
  private void makeInput(Databases database, int rows) {
    run(
        IntStream.rangeClosed(1, 10)
            .mapToObj(m -> "m" + m + " DOUBLE PRECISION")
            .collect(
                Collectors.joining(
                    ", ",
                    "CREATE TABLE input_table (customer_id INTEGER, name "
                        + database.text()
                        + ", vip BOOLEAN, amount DECIMAL(10, 2), born DATE, visits BIGINT, ",
                    ")")));
    for (int from = 0; from < rows; from += 1000) {
      run(
          IntStream.range(from, Math.min(rows, from + 1000))
              .mapToObj(DatabasesTest::values)
              .collect(Collectors.joining(", ", "INSERT INTO input_table VALUES ", "")));
    }
  }

  private static String values(int row) {
    int group = row % 3;
    return IntStream.rangeClosed(1, 10)
        .mapToObj(m -> String.valueOf(group * (m % 4) + (row * 31 + m * 7) % 100 / 200.0))
        .collect(
            Collectors.joining(
                ", ",
                "("
                    + row
                    + ", 'row "
                    + row
                    + "', "
                    + (group == 1)
                    + ", "
                    + group * 10
                    + ".25, DATE '2020-01-0"
                    + (group + 1)
                    + "', "
                    + (5_000_000_000L + row % 50)
                    + ", ",
                ")"));
  }

  private static final String COLUMNS = "m1, m2, m3, m4, m5, m6, m7, m8, m9, m10";

  @ParameterizedTest
  @EnumSource
  void rowsInNoGroupGetNull(Databases database) {
    on(database);
    makeInput(database, 300);
    run("UPDATE input_table SET m1 = 999 WHERE customer_id IN (7, 8)");
    run("SELECT * FROM input_table TO TRAIN density COLUMN " + COLUMNS + " INTO dense");
    run("SELECT * FROM input_table TO PREDICT output_table.group_id USING dense");

    Object without =
        value("SELECT count(*) FROM output_table WHERE customer_id IN (7, 8) AND group_id IS NULL");
    assertThat(((Number) without).intValue()).isEqualTo(2);
    assertThat(((Number) value("SELECT count(DISTINCT group_id) FROM output_table")).intValue())
        .isGreaterThan(1);
    assertThat(heard.notes())
        .containsPattern("[0-9]+ of them are in no group and have NULL in (?i:group_id)\\.");
  }

  @ParameterizedTest
  @EnumSource
  void theQueryOfATrainingRunsOnce(Databases database) {
    on(database);
    makeInput(database, 300);
    run("DROP SEQUENCE IF EXISTS once_a_run; CREATE SEQUENCE once_a_run");
    boolean call = database == Databases.POSTGRESQL || database == Databases.DUCKDB;
    String next = call ? "nextval('once_a_run')" : "NEXT VALUE FOR once_a_run";

    run(
        "SELECT m1, m2, "
            + next
            + " * 0 + m1 AS m3 FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 INTO m");

    assertThat(((Number) value("SELECT " + next + " AS n")).longValue()).isEqualTo(301);
    run("DROP SEQUENCE once_a_run");
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfTheRowsDoesNotChangeTheModel(Databases database) {
    on(database);
    makeInput(database, 300);
    String train =
        " TO TRAIN clusterModel WITH model.n_clusters = 3, model.encode_units = [4, 2],"
            + " model.pretrain_epochs = 3, model.train_max_iters = 40 COLUMN m1, m2, m3 INTO ";

    run("SELECT * FROM input_table ORDER BY m1, m2, m3" + train + "ascending");
    run("SELECT * FROM input_table ORDER BY m1 DESC, m2 DESC, m3 DESC" + train + "descending");

    assertThat(value("SELECT parameters FROM sqlflow_models WHERE model_key = 'descending'"))
        .isEqualTo(value("SELECT parameters FROM sqlflow_models WHERE model_key = 'ascending'"));
  }

  @ParameterizedTest
  @EnumSource
  void theWholeWorkflowRuns(Databases database) {
    on(database);
    makeInput(database, 600);

    run(
        "SELECT * FROM input_table TO TRAIN autoencoder WITH model.encode_units = [100, 7]"
            + " model.pretrain_epochs = 5 COLUMN "
            + COLUMNS
            + " INTO existed_pretrain_model");
    run(
        "SELECT * FROM input_table\n"
            + "TO TRAIN clusterModel\n"
            + "WITH\n"
            + "    model.encode_units = [100, 7]\n"
            + "    model.n_clusters = 3\n"
            + "    model.run_pretrain = false\n"
            + "COLUMN "
            + COLUMNS
            + "\nUSING existed_pretrain_model\nINTO my_cluster_model;");
    run("SELECT *\nFROM input_table\nTO PREDICT output_table.group_id\nUSING my_cluster_model;");

    Table groups =
        run("select group_id, avg(m1) as avgm1, count(*) as n from output_table group by group_id"
                + " order by group_id")
            .to_dataframe();
    assertThat(groups.rowCount()).isEqualTo(3);
    assertThat(groups.numberColumn(2).sum()).isEqualTo(600);
    // A group holds the rows of one kind.
    assertThat(
            run("select distinct customer_id - 3 * floor(customer_id / 3.0) as kind, group_id"
                    + " from output_table")
                .to_dataframe()
                .rowCount())
        .isEqualTo(3);
    assertThat(ids("output_table")).isEqualTo(IntStream.range(0, 600).boxed().toList());

    run("SELECT * FROM input_table TO EVALUATE my_cluster_model LABEL amount INTO scores");
    assertThat(run("SELECT * FROM scores").to_dataframe().rowCount()).isGreaterThan(3);
    run("SELECT * FROM input_table TO EXPLAIN my_cluster_model INTO profile");
    assertThat(run("SELECT * FROM profile").to_dataframe().rowCount()).isGreaterThan(3);
    assertThat(run("SHOW MODELS").to_dataframe().column(0).asList().toString())
        .isEqualTo("[existed_pretrain_model, my_cluster_model]");
    assertThat(run("SHOW TRAIN my_cluster_model").to_dataframe().getString(0, 1))
        .contains("USING existed_pretrain_model");
    run("DESCRIBE MODEL my_cluster_model");
    run("DROP MODEL existed_pretrain_model");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void theModelSeesNumbersOfAllTypes(Databases database) {
    on(database);
    makeInput(database, 90);

    run(
        "SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN vip, amount,"
            + " INDICATOR(born), LOG(visits) INTO m");
    run("SELECT * FROM input_table TO PREDICT output_table.g USING m");

    assertThat(
            run("SELECT DISTINCT vip, amount, born, g FROM output_table").to_dataframe().rowCount())
        .isEqualTo(3);
    Table row = run("SELECT * FROM output_table WHERE customer_id = 1").to_dataframe();
    assertThat(row.get(0, 2)).isEqualTo(true);
    assertThat(row.get(0, 3)).isEqualTo(10.25);
    assertThat(row.get(0, 4)).hasToString("2020-01-02");
    assertThat(row.get(0, 5)).isEqualTo(5_000_000_001L);
  }

  @ParameterizedTest
  @EnumSource
  void rowsKeepTheOrderOfTheQuery(Databases database) {
    on(database);
    makeInput(database, 90);
    run("SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1 INTO m");

    run(
        "SELECT customer_id, m1 FROM input_table ORDER BY customer_id DESC -- the last first\n"
            + "TO PREDICT output_table.g USING m");

    assertThat(ids("output_table"))
        .isEqualTo(IntStream.range(0, 90).mapToObj(i -> 89 - i).toList());
  }

  /** The keys of a table's rows, as they come. */
  private List<Integer> ids(String table) {
    return run("SELECT customer_id FROM " + table).to_dataframe().column(0).asList().stream()
        .map(id -> ((Number) id).intValue())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void theTableReadMayBeTheTableWritten(Databases database) {
    on(database);
    makeInput(database, 90);
    run("SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1 INTO m");

    run("SELECT * FROM input_table TO PREDICT input_table.g USING m");
    run("SELECT * FROM input_table TO PREDICT input_table.g USING m");

    assertThat(run("SELECT * FROM input_table").to_dataframe().shape())
        .endsWith("90 rows X 17 cols");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureLeavesWhatWasThere(Databases database) {
    on(database);
    makeInput(database, 90);
    run("SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1 INTO m");
    run("SELECT * FROM input_table TO PREDICT output_table.g USING m");
    List<String> before = tables();
    assertThat(before).isNotEmpty();
    run("UPDATE input_table SET m1 = NULL WHERE customer_id = 7");

    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1"
                        + " INTO m"))
        .hasMessageContaining("NULL");
    assertThatThrownBy(
            () ->
                run("SELECT * FROM input_table WHERE nosuch = 1 TO PREDICT output_table.g USING m"))
        .isInstanceOf(MagicException.class)
        .hasMessageContainingAll("nosuch");
    assertThatThrownBy(
            () -> run("SELECT * FROM input_table TO PREDICT nosuch.output_table.g USING m"))
        .hasMessageContaining("no schema");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT m1, 1 AS a, 2 AS a FROM input_table LIMIT 'x' TO PREDICT output_table.g"
                        + " USING m"))
        .isInstanceOf(MagicException.class);

    assertThat(value("SELECT count(*) FROM output_table")).hasToString("90");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isOne();
    assertThat(tables()).isEqualTo(before);
  }

  /** The tables that the database has. */
  private List<String> tables() {
    return magic
        .editing(Variables.NONE, java.time.Duration.ofMinutes(5))
        .complete("SELECT * FROM ", 0, 14)
        .suggestions()
        .stream()
        .filter(s -> s.type().equals("table"))
        .map(s -> s.text())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void hostileNamesAreNames(Databases database) {
    on(database);
    makeInput(database, 90);
    String column = "g \"; DROP TABLE input_table; --";
    run(
        "SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1 INTO `m';"
            + " --`");

    run(
        "SELECT * FROM input_table TO PREDICT `odd \"; DROP TABLE input_table; -- \u00e9`.`"
            + column
            + "` USING `m'; --`");

    String quote = database == Databases.MARIADB ? "`" : "\"";
    String table =
        quote + "odd \"; DROP TABLE input_table; -- \u00e9".replace(quote, quote + quote) + quote;
    assertThat(run("SELECT * FROM " + table).to_dataframe().columnNames()).contains(column);
    assertThat(value("SELECT count(*) FROM input_table")).hasToString("90");
    run("DROP TABLE " + table);
  }

  @ParameterizedTest
  @EnumSource
  void completionQuotesNamesAsTheDatabaseDoes(Databases database) {
    on(database);
    String table = database == Databases.MARIADB ? "`a b`" : "\"a b\"";
    run("DROP TABLE IF EXISTS " + table + "; CREATE TABLE " + table + " (x INTEGER)");

    assertThat(tables()).contains(table);
    assertThat(run("SELECT * FROM " + table).to_dataframe().rowCount()).isZero();
    run("DROP TABLE " + table);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptStopsAQueryAndTheNextCellRuns(Databases database) throws InterruptedException {
    on(database);
    makeInput(database, 1000);
    Thread canceller =
        new Thread(
            () -> {
              // The query may not have begun at the first tries.
              while (!Thread.currentThread().isInterrupted()) {
                magic.cancel();
                try {
                  Thread.sleep(100);
                } catch (InterruptedException ended) {
                  return;
                }
              }
            });
    canceller.start();
    try {
      assertThatThrownBy(
              () ->
                  run(
                      "SELECT count(*) FROM input_table a, input_table b, input_table c,"
                          + " input_table d WHERE a.m1 + b.m2 + c.m3 + d.m4 < 0.01"))
          .isInstanceOf(CancellationException.class);
    } finally {
      canceller.interrupt();
      canceller.join();
    }
    assertThat(value("SELECT count(*) FROM input_table")).hasToString("1000");
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingWithAFewMissingValuesWritesNullGroups(Databases database) {
    on(database);
    makeInput(database, 90);
    run("UPDATE input_table SET m1 = NULL WHERE customer_id = 7");
    run(
        "SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 train.on_null = skip"
            + " COLUMN m1 INTO m");

    run(
        "SELECT * FROM input_table TO PREDICT output_table.g WITH predict.extra_outputs ="
            + " [distance] USING m");

    assertThat(value("SELECT customer_id FROM output_table WHERE g IS NULL")).hasToString("7");
  }

  @ParameterizedTest
  @EnumSource
  void aJavaTableBecomesATable(Databases database) {
    on(database);
    variables.put(
        "odd",
        Table.create(
            tech.tablesaw.api.IntColumn.create("i", 1, 2),
            tech.tablesaw.api.StringColumn.create("s", "a\tb\\n\n'c'", "\u00e9\u6f22"),
            tech.tablesaw.api.DoubleColumn.create("d", 1.5, -2e300),
            tech.tablesaw.api.BooleanColumn.create("b", true, false),
            tech.tablesaw.api.DateTimeColumn.create(
                "at",
                java.time.LocalDateTime.of(2020, 1, 2, 3, 4, 5, 123_000_000),
                java.time.LocalDateTime.of(1969, 1, 2, 3, 4))));

    runWhole(MAGIC + " --persist odd SELECT * FROM odd", MAGIC.length(), heard);

    Table back = run("SELECT * FROM odd").to_dataframe();
    assertThat(back.rowCount()).isEqualTo(2);
    assertThat(back.get(0, 1)).isEqualTo("a\tb\\n\n'c'");
    assertThat(back.get(1, 1)).isEqualTo("\u00e9\u6f22");
    assertThat(back.get(1, 2)).isEqualTo(-2e300);
    assertThat(back.get(0, 3)).isEqualTo(true);
    assertThat(back.get(0, 4)).hasToString("2020-01-02T03:04:05.123");
    run("DROP TABLE odd");
  }
}
