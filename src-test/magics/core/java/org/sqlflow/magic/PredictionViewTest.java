package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/**
 * The groups that a database computes by itself are those of TO PREDICT, for each row: no row of
 * these tables is nearer than 1e-5 to a border and in the other group.
 */
class PredictionViewTest extends CellsTest {
  private static final int ON_DUCKDB = 10_000;
  private static final int ON_SERVERS = 800;

  /** What servers compute in short tests. */
  private static final List<Integer> SHORT = List.of(1, 4, 8);

  private static final String FEATURES =
      "a, LOG(b), WEIGHT(c, 2), INDICATOR(city), INDICATOR(vip), INDICATOR(size), BUCKET(a, [-1,"
          + " 0.5]), CATEGORY_ID(kind, 3), CROSS([BUCKET(c, [-20, 10]), CATEGORY_ID(kind, 3)], 7)";

  /** Other tests share the servers, and cannot drop a table under a view. */
  @AfterEach
  void dropView() {
    run("DROP VIEW IF EXISTS v");
  }

  private void on(Databases database) {
    if (database != Databases.DUCKDB) {
      magic.close();
      magic = new SqlflowMagic(database.environment(), folder);
    }
    run("DROP VIEW IF EXISTS v");
    for (String table : List.of("points", "p", "sqlflow_models")) {
      run("DROP TABLE IF EXISTS " + table);
    }
  }

  /** Numbers, categories and truth values in no groups, so that many rows lie at borders. */
  private void makePoints(Databases database, int rows, boolean gaps) {
    run(
        "CREATE TABLE points (id INTEGER, a DOUBLE PRECISION, b DOUBLE PRECISION, c INTEGER, city "
            + (database == Databases.MARIADB ? "VARCHAR(20)" : "VARCHAR")
            + ", vip BOOLEAN, size DECIMAL(4, 1), kind INTEGER, \"Odd name\" DOUBLE PRECISION)"
                .replace('"', database == Databases.MARIADB ? '`' : '"'));
    Random random = new Random(7);
    String[] cities = {"Bern", "bern", "Bern ", "O'Hara\\x", "Zürich", "Łódź"};
    String slash = database == Databases.MARIADB ? "\\\\" : "\\";
    for (int from = 0; from < rows; from += 1000) {
      List<String> values = new ArrayList<>();
      for (int row = from; row < Math.min(rows, from + 1000); row++) {
        boolean gap = gaps && row % 13 == 5;
        values.add(
            Text.of(
                "(%d, %s, %s, %d, %s, %s, %s, %d, %s)",
                row,
                gap && row % 2 == 0 ? "NULL" : String.valueOf(random.nextGaussian()),
                Math.exp(4 * random.nextGaussian()),
                random.nextInt(-50, 50),
                gap && row % 2 == 1
                    ? "NULL"
                    : "'" + cities[random.nextInt(6)].replace("'", "''").replace("\\", slash) + "'",
                random.nextBoolean(),
                random.nextInt(4) / 2.0,
                random.nextInt(3),
                random.nextDouble() * 1e6));
      }
      run("INSERT INTO points VALUES " + String.join(", ", values));
    }
  }

  static Stream<Arguments> models() {
    List<Arguments> all = new ArrayList<>();
    List<String> trainings =
        List.of(
            "kmeans WITH n_clusters = 5|" + FEATURES,
            "kmeans WITH n_clusters = 5, distance = manhattan, train.on_null = mean|" + FEATURES,
            "kmeans WITH n_clusters = 4, distance = cosine|" + FEATURES,
            "kmeans WITH n_clusters = 6, train.scale = none, train.on_null = mean|a, c,"
                + " `Odd name`",
            "gaussianMixture WITH n_clusters = 3|a, LOG(b), c, INDICATOR(vip)",
            "gaussianMixture WITH n_clusters = 3, covariance = diagonal, train.scale = minmax|"
                + FEATURES,
            "gaussianMixture WITH n_clusters = 3, covariance = tied, train.on_null = mean|a, b, c",
            "clusterModel WITH n_clusters = 4, encode_units = [8, 3], pretrain_epochs = 2,"
                + " train_max_iters = 20|"
                + FEATURES,
            "clusterModel WITH n_clusters = 3, encode_units = [6, 5, 2], pretrain_activation_func ="
                + " elu, pretrain_epochs = 2, train_max_iters = 20, train.scale = robust|a, c,"
                + " LOG(b)");
    for (Databases database : List.of(Databases.DUCKDB, Databases.POSTGRESQL, Databases.MARIADB)) {
      // The servers compute the same formulas: one of each kind, and all in the long tests.
      boolean isAll = database == Databases.DUCKDB || Boolean.getBoolean("sqlflow.long");
      IntStream.range(0, trainings.size())
          .filter(i -> isAll || SHORT.contains(i))
          .forEach(i -> all.add(Arguments.of(database, trainings.get(i))));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aViewHasTheGroupsOfToPredict(Databases database, String training) {
    on(database);
    int rows = database == Databases.DUCKDB ? ON_DUCKDB : ON_SERVERS;
    boolean gaps = training.contains("on_null");
    makePoints(database, rows, gaps);
    String[] parts = training.split("\\|");
    run(
        "SELECT * FROM points WHERE id < 2000 TO TRAIN "
            + parts[0]
            + " COLUMN "
            + parts[1]
            + " INTO m");

    run("SELECT * FROM points TO PREDICT p.g USING m");
    run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");

    List<Object> table =
        run("SELECT g FROM p ORDER BY id").to_dataframe().column(0).asList().stream()
            .map(x -> (Object) x)
            .toList();
    Table view = run("SELECT * FROM v ORDER BY id").to_dataframe();
    assertThat(view.columnNames())
        .isEqualTo(run("SELECT * FROM p LIMIT 1").to_dataframe().columnNames());
    List<?> viewed = view.column(view.columnCount() - 1).asList();
    List<Integer> moved =
        IntStream.range(0, rows)
            .filter(i -> !String.valueOf(table.get(i)).equals(String.valueOf(viewed.get(i))))
            .boxed()
            .toList();
    assertThat(viewed.stream().distinct().count()).isGreaterThan(1);
    assertThat(moved).as("rows that have another group in the view").isEmpty();
  }

  @Test
  void aViewFollowsItsRows() {
    makePoints(Databases.DUCKDB, 500, false);
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 COLUMN c INTO m");
    run("SELECT id, c FROM points -- no more\nTO PREDICT v.g WITH predict.view = true USING m");
    assertThat(heard.notes())
        .contains(
            "v is a view of the query's rows with g from m, computed by the database when it is"
                + " read. A row that lacks a value has NULL there.");
    Object far = value("SELECT g FROM v WHERE c = 49 LIMIT 1");
    run("INSERT INTO points BY NAME SELECT 9999 AS id, 49 AS c");
    assertThat(value("SELECT g FROM v WHERE id = 9999")).isEqualTo(far);
    run("INSERT INTO points BY NAME SELECT 10000 AS id");
    assertThat(value("SELECT count(*) FROM v WHERE id = 10000 AND g IS NULL")).isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void onlyOurViewsAreReplaced(Databases database) {
    on(database);
    makePoints(database, 60, false);
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 COLUMN c INTO m");
    String predict = "SELECT id, c FROM points TO PREDICT v.g WITH predict.view = true";
    run(predict + " USING m");
    run("SELECT c, id FROM points TO PREDICT v.h WITH predict.view = true USING m");
    assertThat(run("SELECT * FROM v").to_dataframe().columnNames()).containsExactly("c", "id", "h");

    run("DROP VIEW v");
    run("CREATE VIEW v AS SELECT id AS sqlflow_predicted FROM points");
    assertThatThrownBy(() -> run(predict + " USING m"))
        .hasMessageStartingWith(
            "line 2:37: view v exists and was not made by TO PREDICT: give the view another name,"
                + " drop that one (DROP VIEW v), or replace it WITH predict.replace = true");
    run(predict + ", predict.replace = true USING m");
    assertThat(run("SELECT * FROM v").to_dataframe().columnNames()).containsExactly("id", "c", "g");

    assertThatThrownBy(
            () -> run("SELECT * FROM points TO PREDICT points.g WITH predict.view = true USING m"))
        .hasMessageStartingWith("line 2:33: points is what the query reads");
    assertThatThrownBy(() -> run("SELECT * FROM v TO PREDICT v.g WITH predict.view = true USING m"))
        .hasMessageStartingWith("line 2:28: v is what the query reads: give the view another name");
    run("CREATE TABLE p (x INTEGER)");
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO PREDICT p.g WITH predict.view = true USING m"))
        .hasMessageStartingWith(
            "line 2:33: p is a table, not a view: give the view another name, or drop the table"
                + " (DROP TABLE p)");
    assertThatThrownBy(() -> run("SELECT * FROM points TO PREDICT v.g USING m"))
        .hasMessageStartingWith("line 2:33: v is a view, not a table: write the predictions to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spectral WITH n_clusters = 2", "density WITH min_cluster_size = 5"})
  void aModelThatIsNoFormulaMakesNoView(String type) {
    makePoints(Databases.DUCKDB, 200, false);
    run("SELECT * FROM points TO TRAIN " + type + " COLUMN a, c INTO m");
    assertThatThrownBy(
            () -> run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m"))
        .hasMessageStartingWith("line 2:68: m is of type " + type.split(" ")[0])
        .hasMessageContaining(
            "leave out predict.view to write a table. Or train it WITH model.rules = 12: SQL can"
                + " compute groups that are rules");
  }

  @Test
  void aViewHasThePredictionAlone() {
    makePoints(Databases.DUCKDB, 200, false);
    run("SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 2 COLUMN a, c INTO m");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO PREDICT v.g WITH predict.view = true,"
                        + " predict.extra_outputs = [distance] USING m"))
        .hasMessageStartingWith(
            "line 2:63: a view computes only g, not distance: leave out predict.extra_outputs,"
                + " or leave out predict.view to write a table");
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * FROM points TO PREDICT v.g WITH predict.view = true,"
                        + " predict.anomaly_threshold = 0.9 USING m"))
        .hasMessageStartingWith(
            "line 2:63: a view computes only g, not is_anomaly: leave out"
                + " predict.anomaly_threshold, or leave out predict.view to write a table");
    assertThatThrownBy(
            () -> run("SELECT id FROM points TO PREDICT v.g WITH predict.view = true USING m"))
        .hasMessageContaining("the query lacks columns a, c, which m was trained on");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aViewHasTheNamesOfTheGroupsToo(Databases database) {
    on(database);
    makePoints(database, 200, true);
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3, train.on_null = skip COLUMN a, c"
            + " INTO m");
    run("ALTER MODEL m NAME GROUPS (0 = 'O''Hara\\x; --', 2 = 'Zürich')");

    String with = " WITH predict.names = true";
    run("SELECT * FROM points TO PREDICT p.group_id" + with + " USING m");
    run("SELECT * FROM points TO PREDICT v.group_id" + with + ", predict.view = true USING m");
    assertThat(heard.notes()).contains("v is a view of the query's rows with group_id, group_name");
    run("SELECT * FROM points TO PREDICT v.group_id" + with + ", predict.view = true USING m");

    Table table = run("SELECT * FROM p ORDER BY id").to_dataframe();
    Table view = run("SELECT * FROM v ORDER BY id").to_dataframe();
    assertThat(view.columnNames()).isEqualTo(table.columnNames());
    assertThat(texts(view, "group_name"))
        .isEqualTo(texts(table, "group_name"))
        .contains("O'Hara\\x; --", "Zürich", "");
    assertThat(texts(view, "group_id")).isEqualTo(texts(table, "group_id"));
  }

  private static List<String> texts(Table table, String column) {
    return IntStream.range(0, table.rowCount()).mapToObj(i -> table.getString(i, column)).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void numbersInTextsAreReadAsTheModelReadsThem(Databases database) {
    on(database);
    String type = database == Databases.MARIADB ? "VARCHAR(40)" : "VARCHAR";
    run("CREATE TABLE points (id INTEGER, price " + type + ", weight " + type + ")");
    List<String> prices =
        List.of(
            "1,234.50 $",
            "$ 12",
            "(5)",
            " -7.5 $",
            "$-3",
            "1e3",
            "abc",
            "12 km/h",
            "(12",
            "12)",
            "-$-3",
            "1,23",
            ".5",
            "5.",
            "Rs. 5",
            "1''234.5",
            "12 %",
            "us$ 5",
            "US$5",
            "",
            "--5",
            "1\u00a0234",
            "12,345,678.9",
            "0.000012",
            "+5");
    List<String> weights =
        List.of("1.234,50 kg", "12 kg", "(5)", "-7,5 KG", "1,5 µg", "5,", "1.23", "n/a");
    StringBuilder rows = new StringBuilder("INSERT INTO points VALUES (0, NULL, NULL)");
    for (int i = 1; i < 100; i++) {
      boolean isOdd = i <= prices.size();
      rows.append(", (").append(i).append(", '");
      rows.append(isOdd ? prices.get(i - 1) : i + "." + i % 10 + " $").append("', '");
      rows.append(isOdd ? weights.get(i % weights.size()) : i + "," + i % 7 + " kg").append("')");
    }
    run(rows.toString());
    for (String with : List.of("", ", model.rules = 4")) {
      run(
          "SELECT * FROM points WHERE id > 30 TO TRAIN kmeans WITH n_clusters = 3,"
              + " train.text_numbers = true, train.on_null = skip"
              + with
              + " COLUMN price, LOG(weight) INTO m");
      run("SELECT * FROM points TO PREDICT p.g USING m");
      run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");

      Table both =
          run("SELECT p.id, p.price, p.weight, p.g AS g1, v.g AS g2 FROM p JOIN v ON p.id = v.id"
                  + " ORDER BY p.id")
              .to_dataframe();
      assertThat(both.rowCount()).isEqualTo(100);
      assertThat(both.column("g2").asList())
          .as(both.print(30))
          .isEqualTo(both.column("g1").asList());
      assertThat(both.column("g1").countMissing()).isBetween(5, 20);
    }
    run("SELECT * FROM points WHERE id > 30 TO EXPLAIN m USING rules");
    assertThat(heard.notes()).contains("3 rules give 69 of 69 rows the group that m gives them");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aModelOfRulesIsAViewToo(Databases database) {
    on(database);
    makePoints(database, database == Databases.DUCKDB ? 4000 : ON_SERVERS, true);
    for (String onNull : List.of("skip", "mean")) {
      run(
          "SELECT * FROM points WHERE id < 600 TO TRAIN kmeans WITH n_clusters = 4, model.rules ="
              + " 9, train.on_null = "
              + onNull
              + " COLUMN "
              + FEATURES
              + " INTO m");
      run("SELECT * FROM points TO PREDICT p.g USING m");
      run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");

      List<String> viewed = texts(run("SELECT * FROM v ORDER BY id").to_dataframe(), "g");
      assertThat(viewed)
          .isEqualTo(texts(run("SELECT * FROM p ORDER BY id").to_dataframe(), "g"))
          .contains("0", "1", "2", "3");
      assertThat(viewed.contains("")).isEqualTo(onNull.equals("skip"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aModelOfALabelIsAViewToo(Databases database) {
    on(database);
    makePoints(database, database == Databases.DUCKDB ? 4000 : ON_SERVERS, true);
    String columns = " COLUMN a, LOG(b), c, INDICATOR(city), INDICATOR(vip) INTO m";
    for (String training :
        List.of(
            "LinearClassifier WITH train.on_null = mean LABEL kind",
            "LinearClassifier WITH train.on_null = skip LABEL who",
            "LinearClassifier WITH train.on_null = skip LABEL big",
            "LinearRegressor WITH train.on_null = mean LABEL c2")) {
      String query =
          "SELECT points.*, a * 3 + c AS c2, CASE WHEN c > 10 THEN 'O''Hara' WHEN a > 0 THEN 'x'"
              + " ELSE 'y' END AS who, CASE WHEN c > 0 THEN 1 ELSE 0 END AS big FROM points WHERE a"
              + " IS NOT NULL AND city IS NOT NULL";
      run(query + " TO TRAIN " + training + columns);
      run("SELECT * FROM points TO PREDICT p.g USING m");
      run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");

      if (training.contains("Regressor")) {
        Object furthest = value("SELECT max(abs(p.g - v.g)) FROM p JOIN v ON p.id = v.id");
        assertThat(((Number) furthest).doubleValue()).isLessThan(1e-4);
      } else {
        assertThat(texts(run("SELECT * FROM v ORDER BY id").to_dataframe(), "g"))
            .isEqualTo(texts(run("SELECT * FROM p ORDER BY id").to_dataframe(), "g"))
            .contains(training.contains("who") ? "O'Hara" : "1");
      }
    }
  }

  @Test
  void rulesTakeWhatIsNotFiniteForMissing() {
    makePoints(Databases.DUCKDB, 300, true);
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 3, model.rules = 5, train.on_null ="
            + " mean COLUMN a, b INTO m");
    run("UPDATE points SET a = 'NaN' WHERE id % 5 = 0; UPDATE points SET a = '-inf' WHERE id = 1");
    run("SELECT * FROM points TO PREDICT p.g USING m");
    run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");
    assertThat(value("SELECT count(*) FROM v JOIN p USING (id) WHERE v.g IS DISTINCT FROM p.g"))
        .isEqualTo(0L);
  }

  @Test
  void aVectorIsReadFromListsAndTexts() {
    run("SELECT setseed(0.1)");
    run(
        "CREATE TABLE points AS SELECT i AS id, [random(), i % 5] AS l, random() || ';' || i % 7 AS"
            + " s, '[' || random() || '  ' || i % 3 || ' ]' AS w FROM range(3000) r(i)");
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 5, train.on_null = skip COLUMN"
            + " DENSE(l, 2), DENSE(s, 2, ';'), DENSE(w, 2, ' ') INTO m");
    run("UPDATE points SET l = NULL WHERE id = 5; UPDATE points SET l = [NULL, 1] WHERE id = 6");
    run("SELECT * FROM points TO PREDICT p.g USING m");
    run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");
    assertThat(value("SELECT count(*) FROM v JOIN p USING (id) WHERE v.g IS DISTINCT FROM p.g"))
        .isEqualTo(0L);
    assertThat(value("SELECT count(*) FROM v WHERE g IS NULL")).isEqualTo(2L);
  }

  @Test
  void rulesCompareTheNumbersOfAVector() {
    run("SELECT setseed(0.1)");
    run(
        "CREATE TABLE points AS SELECT i AS id, [random(), i % 5] AS l, random() || ';' || i % 7 AS"
            + " s FROM range(2000) r(i)");
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH n_clusters = 5, model.rules = 12, train.on_null"
            + " = skip COLUMN DENSE(l, 2), 2 * DENSE(s, 2, ';') INTO m");
    assertThat(heard.notes()).containsPattern("Group \\d: .*(l|s)\\[2\\] is below \\d");
    run("UPDATE points SET l = NULL WHERE id = 5; UPDATE points SET l = [NULL, 1] WHERE id = 6");
    run("SELECT * FROM points TO PREDICT p.g USING m");
    run("SELECT * FROM points TO PREDICT v.g WITH predict.view = true USING m");
    assertThat(value("SELECT count(*) FROM v JOIN p USING (id) WHERE v.g IS DISTINCT FROM p.g"))
        .isEqualTo(0L);
    assertThat(value("SELECT count(DISTINCT g) FROM v")).isEqualTo(5L);
    heard.outputs.clear();
    run("SELECT * FROM points TO EXPLAIN m USING rules");
    assertThat(heard.notes()).contains("1,998 of 1,998 rows the group that m gives them (100 %)");
  }
}
