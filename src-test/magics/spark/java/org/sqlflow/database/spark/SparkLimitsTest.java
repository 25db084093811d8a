package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import tech.tablesaw.api.Table;

/** A server that passes on few bytes at a time: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
class SparkLimitsTest extends OnSpark {
  private static final int ROWS = 100_000;

  SparkLimitsTest() {
    super("-Dspark.driver.maxResultSize=4m");
  }

  @BeforeAll
  void makeTables() {
    // A large partition and a small one; texts and lists, whose sizes their types do not say.
    cells.run(
        "CREATE TABLE many AS SELECT id, id % 3 * 10 + randn(1) AS a, randn(2) AS b,"
            + " concat('text ', id) AS name, array(id, id + 1) AS list FROM range(0, "
            + ROWS
            + ", 1, 1) UNION ALL SELECT -1, 0, 0, NULL, NULL");
  }

  /** All rows of a query. */
  private List<Table> all(String query) {
    List<Table> parts = new ArrayList<>();
    try (Database database = Databases.connect(DataSource.parse(cluster.url(), folder))) {
      database.executeInParts(query, Integer.MAX_VALUE, part -> parts.add(part.table().copy()));
    }
    return parts;
  }

  private void assertNothingIsKept() {
    assertThat(cells.tables()).containsExactly("many");
  }

  @Test
  void aResultThatIsLargerThanTheServerMaySendArrivesCompletely() {
    List<Table> parts = all("SELECT * FROM many");

    assertThat(parts.stream().mapToInt(Table::rowCount).sum()).isEqualTo(ROWS + 1);
    assertThat(
            parts.stream()
                .flatMap(part -> part.column("id").asStringColumn().asList().stream())
                .distinct())
        .hasSize(ROWS + 1);
    assertThat(parts.get(0).columnNames()).containsExactly("id", "a", "b", "name", "list");
    assertNothingIsKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id, id", "id, rand()"})
  void itsRowsKeepTheirOrder(String columns) {
    List<Integer> ids = new ArrayList<>();
    for (Table part : all("/* all */ SELECT " + columns + " FROM many ORDER BY id DESC")) {
      part.column(0).asStringColumn().forEach(id -> ids.add(Integer.valueOf(id)));
    }

    assertThat(ids).hasSize(ROWS + 1).isSortedAccordingTo((one, other) -> other - one);
    assertNothingIsKept();
  }

  @Test
  void theWholeResultOfACellCanBeAskedFor() {
    assertThat(cells.run("SELECT * FROM many").rowCount()).isEqualTo(ROWS + 1);
    assertNothingIsKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "local"})
  void rowsThatFitIntoTheKernelAreTrainedOnThere(String engine) {
    cells.run(
        "SELECT a, b FROM many TO TRAIN kmeans WITH model.n_clusters = 3, model.kmeans_init = 1,"
            + " train.seed = 1, train.engine = "
            + engine
            + " INTO here");

    assertThat(cells.notes()).contains("3 groups of 100,001 rows").doesNotContain("in the cluster");
    assertNothingIsKept();
  }

  @Test
  void rowsThatDoNotFitIntoTheKernelAreRefusedBeforeTheyAreRead() {
    assertThatThrownBy(
            () ->
                cells.run(
                    "SELECT x.id AS a, y.id AS b FROM range(1000000) x CROSS JOIN range(1000000) y"
                        + " WHERE x.id < 4000 AND y.id < 500000 TO TRAIN kmeans WITH"
                        + " model.n_clusters = 3, train.engine = local INTO no"))
        .hasMessageContaining("2,000,000,000 rows of 2 features need about")
        .hasMessageContaining("train.sample = ")
        .hasMessageContaining(". Or train on all rows in the cluster: WITH train.engine = cluster");
  }

  @Test
  void theReportOfATrainingInTheClusterCountsAllRows() {
    cells.run(
        "SELECT a, b FROM many TO TRAIN kmeans WITH model.n_clusters = 3, model.kmeans_init = 1,"
            + " train.seed = 1, train.engine = cluster INTO there");

    assertThat(cells.notes())
        .contains("there (kmeans) is trained and stored: 3 groups of 100,001 rows");
  }

  @Test
  void predictionsInTheKernelAreOfAllRows() {
    cells.run(
        "SELECT a, b FROM many TO TRAIN kmeans WITH model.n_clusters = 3, train.seed = 1,"
            + " train.engine = cluster INTO near");
    cells.run(
        "SELECT * FROM many TO PREDICT predicted.g WITH predict.extra_outputs = [distance] USING"
            + " near");

    assertThat(cells.number("SELECT count(g) FROM predicted")).isEqualTo(ROWS + 1);
    cells.run("DROP TABLE predicted");
    assertNothingIsKept();
  }

  @Test
  void anErrorOfALargeQueryHasItsPlace() {
    assertThatThrownBy(() -> cells.run("SELECT a,\n  1 / (id - 5) AS x FROM many WHERE id = 5"))
        .hasMessageContaining("line 2:3: Division by zero");
    assertNothingIsKept();
  }

  @Test
  void aResultThatTheServerCannotPassOnSaysWhatToDo() {
    assertThatThrownBy(
            () ->
                cells.run(
                    "SELECT array_join(transform(sequence(1, 200), x -> sha2(CAST(1000 * id + x AS"
                        + " STRING), 256)), '') AS t FROM range(0, 2000, 1, 2)"))
        .hasMessageContaining("the result is larger than the Connect server can pass on")
        .hasMessageContaining("spark.driver.maxResultSize");
  }

  @Test
  void anInterruptBetweenPiecesLeavesNothing() throws Exception {
    CompletableFuture<Throwable> reading =
        cells.start(
            "SELECT * FROM many TO TRAIN autoencoder WITH train.engine = local COLUMN a, b,"
                + " DENSE(list, 2) INTO stopped");
    while (!reading.isDone()) {
      cells.interrupt();
      TimeUnit.MILLISECONDS.sleep(500);
    }

    assertThat(reading.get()).isInstanceOf(CancellationException.class);
    assertNothingIsKept();
    assertThat(cells.number("SELECT count(*) FROM many")).isEqualTo(ROWS + 1);
  }

  @Test
  void whatIsReadInPartKeepsNothingOfTheNetwork() throws Exception {
    SparkLibrary library = SparkLibrary.installed();
    Class<?> levels = library.type(DETECTOR + "$Level");
    Method setLevel = library.type(DETECTOR).getMethod("setLevel", levels);
    Object earlier = library.type(DETECTOR).getMethod("getLevel").invoke(null);
    SparkClient client = SparkClient.open(library, cluster.url(), Optional.empty());
    setLevel.invoke(null, levels.getField("PARANOID").get(null)); // counts all buffers
    try {
      client.sql("SELECT 1").run(1).close();
      for (int i = 0; i < 20; i++) {
        try (SparkRows rows = client.sql("SELECT a, b FROM many").run(2)) {
          assertThat(rows.next()).hasSize(2);
        }
      }
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (buffersInUse(library) > 0 && System.nanoTime() < end) { // the answers may still come
        TimeUnit.MILLISECONDS.sleep(50);
      }

      assertThat(buffersInUse(library)).isZero();
    } finally {
      setLevel.invoke(null, earlier);
      client.close();
    }
  }

  private static final String DETECTOR = "org.sparkproject.io.netty.util.ResourceLeakDetector";

  /** How many buffers of the network's library wait to be given back. */
  private static int buffersInUse(SparkLibrary library) throws Exception {
    Field detector =
        library
            .type("org.sparkproject.io.netty.buffer.AbstractByteBuf")
            .getDeclaredField("leakDetector");
    Field all = library.type(DETECTOR).getDeclaredField("allLeaks");
    detector.setAccessible(true);
    all.setAccessible(true);
    return ((Set<?>) all.get(detector.get(null))).size();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/;use_ssl=true | TLS fails there. If the server has no TLS, leave out use_ssl=true",
        "/;token=x | TLS fails there. If the server has no TLS, leave out use_ssl=true",
      })
  void aServerWithoutTlsIsSaid(String rest, String message) {
    DataSource source = DataSource.parse(cluster.url() + rest, folder);

    assertThatThrownBy(() -> Databases.connect(source))
        .hasMessageContaining("cannot connect to " + cluster.url())
        .hasMessageContaining(message);
  }

  @Test
  void anotherServerIsSaid() {
    DataSource source = DataSource.parse(cluster.pages(), folder);

    assertThatThrownBy(() -> Databases.connect(source))
        .hasMessageContaining("what answers there is no Spark Connect server without TLS");
  }
}
