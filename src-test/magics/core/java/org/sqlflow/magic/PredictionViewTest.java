package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;
import tech.tablesaw.api.Table;

/** The groups that a database computes by itself are those of TO PREDICT. */
class PredictionViewTest extends CellsTest {
  private static final int ON_DUCKDB = 10_000;
  private static final int ON_SERVERS = 800;

  private static final String FEATURES =
      "a, LOG(b), WEIGHT(c, 2), INDICATOR(city), INDICATOR(vip), INDICATOR(size), BUCKET(a, [-1,"
          + " 0.5]), CATEGORY_ID(kind, 3)";

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
      trainings.forEach(training -> all.add(Arguments.of(database, training)));
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
    System.out.println(database + " " + training + " moved " + moved);
    assertThat(moved).isEmpty();
  }
}
