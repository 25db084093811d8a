package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingProgress;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class SqlflowTest {
  private final Sqlflow sqlflow = Sqlflow.connect("duckdb://:memory:");

  @AfterEach
  void close() {
    sqlflow.close();
  }

  @Test
  void aTextMayStartWithAMagicLine() {
    assertThat(sqlflow.query("SELECT 6 * 7 AS x").get(0, 0)).isEqualTo(42);
    assertThat(sqlflow.query("%%sqlflow\nSELECT 6 * 7 AS x").get(0, 0)).isEqualTo(42);
    assertThat(sqlflow.query("  %sqlflow --quiet SELECT 6 * 7 AS x").get(0, 0)).isEqualTo(42);
  }

  @Test
  void withoutAMagicLineNothingIsAnOption() {
    assertThat(sqlflow.query("--quiet\nSELECT 1 AS x").rowCount()).isOne();
    assertThatThrownBy(() -> sqlflow.run("SELECT 1;\nSELECT nope"))
        .isInstanceOf(MagicException.class)
        .hasMessageStartingWith("line 2:8: ")
        .hasMessageEndingWith("The statement before it ran; its changes are kept.");
  }

  @Test
  void valuesAndTablesOfTheProgramAreAtHand() {
    sqlflow.set("most", 2);
    sqlflow.set("mine", Table.create(IntColumn.create("n", 1, 2, 3)));

    Result result = sqlflow.run("%%sqlflow --persist mine SELECT n FROM mine WHERE n <= ${most}");

    assertThat(result.table().intColumn("n").asList()).containsExactly(1, 2);
  }

  @Test
  void aRunningTextCanBeCancelledAndTheNextOneRuns() throws Exception {
    CountDownLatch trains = new CountDownLatch(1);
    CellListener listener =
        new CellListener() {
          @Override
          public void progress(TrainingProgress progress) {
            trains.countDown();
          }
        };
    CompletableFuture<Result> run =
        CompletableFuture.supplyAsync(
            () ->
                sqlflow.run(
                    "SELECT random() AS a, random() AS b FROM range(200000) TO TRAIN kmeans WITH"
                        + " model.n_clusters = 50, model.train_max_iters = 100000 INTO m",
                    listener));
    trains.await();

    sqlflow.cancel();

    assertThatThrownBy(run::get).hasCauseInstanceOf(CancellationException.class);
    assertThat(sqlflow.query("SELECT 1 AS x").rowCount()).isOne();
  }

  @Test
  void aDatabaseThatCantBeReachedIsAnErrorAtOnce() {
    assertThatThrownBy(() -> Sqlflow.connect("nosuch://host/database"))
        .isInstanceOf(MagicException.class);
  }

  /** What a long-lived program would collect. */
  @Test
  void nothingIsKeptInStaticFields() {
    for (Class<?> type :
        List.of(Sqlflow.class, SqlflowMagic.class, Connections.class, Lookups.class)) {
      assertThat(Arrays.stream(type.getDeclaredFields()).filter(SqlflowTest::isVariable)).isEmpty();
    }
  }

  private static boolean isVariable(Field field) {
    return Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
  }
}
