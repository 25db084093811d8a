package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Findings;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.drift.TrainingRange;
import org.sqlflow.servers.Databases;

/** Versions of models, on each database. */
class ModelVersionsTest {
  private static final int SESSIONS = 2;
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  private Database connect(Databases on) {
    Map<String, String> environment =
        on == Databases.DUCKDB
            ? Map.of(DataSource.VARIABLE, "duckdb://" + folder.resolve("versions.duckdb"))
            : on.environment();
    DataSource source = DataSource.parse(environment.get(DataSource.VARIABLE), folder);
    return org.sqlflow.database.session.Databases.connect(
        environment.containsKey(DataSource.PASSWORD)
            ? source.withPassword(environment.get(DataSource.PASSWORD))
            : source);
  }

  private static void clear(Database database) {
    for (String table :
        List.of("sqlflow_models", "sqlflow_model_versions", "sqlflow_model_pieces")) {
      database.run("DROP TABLE IF EXISTS " + table);
    }
  }

  private static StoredModel model(String name, String statement) {
    return new StoredModel(
        name,
        "kmeans",
        new FeatureEncoding(
            Scale.STANDARD, OnNull.ERROR, List.of(new NumericFeature("a", false, 0, 0, 1))),
        new ModelContent(JsonNodeFactory.instance.objectNode(), Optional.empty()),
        new StoredModel.History(
            statement,
            "",
            "",
            Map.of(),
            List.of(),
            0,
            "2026-01-01T00:00:00Z",
            1,
            Map.of(),
            new TrainingSummary(
                10, List.of(), List.of(), Map.of(), Map.of(), List.of(), new Findings.Encoding(3)),
            TrainingRange.UNKNOWN));
  }

  private static ModelStore.Saved save(ModelStore store, String name, String statement, int keep) {
    return store.save(model(name, statement), keep, CancellationCheck.NONE);
  }

  private static String statement(ModelStore store, String name) {
    return store.find(name).orElseThrow().history().statement();
  }

  private static List<Integer> numbers(ModelStore store) {
    return store.versions("m").stream().map(ModelStore.Version::number).toList();
  }

  @ParameterizedTest
  @EnumSource
  void eachModelOfANameIsAVersionAndTheLastIsTheDefault(Databases on) {
    try (Database database = connect(on)) {
      clear(database);
      ModelStore store = new ModelStore(database, folder);

      assertThat(save(store, "M", "first", 10))
          .isEqualTo(new ModelStore.Saved(1, List.of(), List.of()));
      assertThat(save(store, "m", "second", 10))
          .isEqualTo(new ModelStore.Saved(2, List.of(1), List.of()));

      assertThat(statement(store, "m")).isEqualTo("second");
      assertThat(statement(store, "M@1")).isEqualTo("first");
      assertThat(statement(store, "m@2")).isEqualTo("second");
      assertThat(store.find("m@3")).isEmpty();
      assertThat(store.find("m@1").orElseThrow().version()).isEqualTo(1);
      assertThat(store.names()).containsExactly("m");
      assertThat(store.summaries().get(0).versions()).isEqualTo(2);

      assertThat(store.setDefault("m", 1)).isTrue();
      assertThat(statement(store, "m")).isEqualTo("first");
      assertThat(store.setDefault("m", 7)).isFalse();
      assertThat(store.versions("m").stream().map(ModelStore.Version::isDefault))
          .containsExactly(true, false);

      assertThat(save(store, "m", "third", 2))
          .isEqualTo(new ModelStore.Saved(3, List.of(2), List.of(1)));
      assertThat(store.find("m@1")).isEmpty();
      assertThat(statement(store, "m")).isEqualTo("third");

      assertThat(store.drop("m")).isTrue();
      assertThat(store.versions("m")).isEmpty();
      assertThat(store.find("m@2")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNumberIsNotGivenAgainAfterItsVersionWasDropped(Databases on) {
    try (Database database = connect(on)) {
      clear(database);
      ModelStore store = new ModelStore(database, folder);
      IntStream.rangeClosed(1, 3).forEach(i -> save(store, "m", "round " + i, 10));

      store.dropVersion("m", 3);

      assertThat(numbers(store)).containsExactly(1, 2);
      assertThat(statement(store, "m")).isEqualTo("round 2");
      assertThat(store.find("m@3")).isEmpty();
      assertThat(save(store, "m", "round 4", 10).version()).isEqualTo(4);
      store.dropVersion("m", 1);
      assertThat(statement(store, "m")).isEqualTo("round 4");
      assertThat(numbers(store)).containsExactly(2, 4);
      store.dropVersion("m", 4);
      assertThat(store.dropVersion("m", 2)).isEmpty();
      assertThat(store.names()).isEmpty();
    }
  }

  /** A release without versions replaces and deletes rows of sqlflow_models alone. */
  @ParameterizedTest
  @EnumSource
  void whatAnEarlierReleaseDoesLosesNoVersion(Databases on) {
    try (Database database = connect(on)) {
      clear(database);
      ModelStore store = new ModelStore(database, folder);
      save(store, "m", "first", 10);
      save(store, "m", "second", 10);

      ModelRow foreign = ModelRow.of(model("m", "of an earlier release"));
      database.update("DELETE FROM sqlflow_models WHERE model_key = ?", List.of("m"));
      List<Object> values = new ArrayList<>(List.of("m"));
      values.addAll(foreign.fields());
      values.add(foreign.digest());
      database.replace(
          "sqlflow_models",
          List.of(
              "model_key",
              "name",
              "type",
              "format",
              "trained_at",
              "features",
              "parameters",
              "network",
              "history",
              "digest"),
          values);

      assertThat(statement(store, "m")).isEqualTo("of an earlier release");
      assertThat(numbers(store)).containsExactly(1, 2, 3);
      assertThat(store.summaries().get(0).versions()).isEqualTo(3);
      assertThat(statement(store, "m@3")).isEqualTo("of an earlier release");
      assertThat(save(store, "m", "fourth", 10))
          .isEqualTo(new ModelStore.Saved(4, List.of(1, 2, 3), List.of()));
      assertThat(statement(store, "m@3")).isEqualTo("of an earlier release");

      database.update("DELETE FROM sqlflow_models WHERE model_key = ?", List.of("m"));

      assertThat(store.find("m")).isEmpty();
      assertThat(statement(store, "m@2")).isEqualTo("second");
      assertThat(store.setDefault("m", 2)).isTrue();
      assertThat(statement(store, "m")).isEqualTo("second");
      clear(database);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void sessionsThatStoreTheSameNameAtTheSameTimeAllGetAVersion(Databases on) throws Exception {
    Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    try (Database database = connect(on)) {
      clear(database);
      List<Thread> threads = new ArrayList<>();
      for (int session = 0; session < SESSIONS; session++) {
        String who = "session " + session;
        threads.add(
            new Thread(
                () -> {
                  try (Database own = connect(on)) {
                    ModelStore store = new ModelStore(own, folder);
                    for (int round = 0; round < ROUNDS; round++) {
                      save(store, "m", who + ", " + round, 100);
                    }
                  } catch (RuntimeException | Error error) {
                    broken.add(error);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(broken).isEmpty();
      ModelStore store = new ModelStore(database, folder);
      assertThat(numbers(store))
          .isEqualTo(IntStream.rangeClosed(1, SESSIONS * ROUNDS).boxed().toList());
      assertThat(numbers(store).stream().map(number -> statement(store, "m@" + number)).distinct())
          .hasSize(SESSIONS * ROUNDS);
      assertThat(store.versions("m").get(SESSIONS * ROUNDS - 1).isDefault()).isTrue();
      clear(database);
    }
  }
}
