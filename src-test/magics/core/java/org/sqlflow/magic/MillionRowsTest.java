package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;

/** Large tables on each database, with the seconds they take: in the Maven profile {@code long}. */
@EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
class MillionRowsTest extends CellsTest {
  private static final int ROWS = 1_000_000;

  @ParameterizedTest
  @EnumSource
  void aMillionRowsAreTrainedOnAndPredicted(Databases database) {
    magic.close();
    magic = new SqlflowMagic(environment(database), folder);
    run("DROP TABLE IF EXISTS output_table; DROP TABLE IF EXISTS input_table");
    String columns =
        IntStream.rangeClosed(1, 10)
            .mapToObj(
                m ->
                    Text.of(
                        "CAST((i %% 3) * %d + (i * %d %% 1000) / 1000.0 AS %s) AS m%d",
                        m % 4,
                        m * 7 + 1,
                        database == Databases.MARIADB ? "DOUBLE" : "DOUBLE PRECISION",
                        m))
            .collect(Collectors.joining(", "));
    timed(
        database,
        "make",
        "CREATE TABLE input_table AS SELECT i AS id, "
            + columns
            + " FROM "
            + database.numbers(ROWS));
    timed(
        database,
        "train k-means",
        "SELECT * FROM input_table TO TRAIN kmeans WITH model.n_clusters = 3 model.kmeans_init = 1"
            + " train.verbose = 0 INTO fast");
    timed(
        database,
        "train clusterModel",
        "SELECT * FROM input_table TO TRAIN clusterModel WITH model.n_clusters = 3"
            + " model.encode_units = [100, 7] model.pretrain_epochs = 1 model.kmeans_init = 1"
            + " model.train_max_iters = 1000 train.batch_size = 4096 train.verbose = 0 INTO deep");
    timed(
        database,
        "predict k-means",
        "SELECT * FROM input_table TO PREDICT output_table.g USING fast");
    timed(
        database,
        "predict clusterModel",
        "SELECT * FROM input_table TO PREDICT output_table.g USING deep");

    assertThat(value("SELECT count(*) FROM output_table WHERE g IS NOT NULL"))
        .hasToString(String.valueOf(ROWS));
    run("DROP TABLE output_table; DROP TABLE input_table");
  }

  /** In memory, H2 would hold five tables of this size in the heap of this process: 1.3 GB. */
  private Map<String, String> environment(Databases database) {
    return database == Databases.H2
        ? Map.of(
            "SQLFLOW_DATASOURCE",
            "jdbc:h2:file:" + folder.resolve("million") + ";USER=sa;PASSWORD=s3cret")
        : database.environment();
  }

  private void timed(Databases database, String what, String sql) {
    long begun = System.nanoTime();
    run(sql);
    System.out.println(
        Text.of("%s, %s: %.1f s", database, what, (System.nanoTime() - begun) / 1e9));
  }
}
