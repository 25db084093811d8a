package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.LeftOut;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.Scale;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.ClusterProfile;
import org.sqlflow.models.EmbeddingMap;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingSummary;

class ModelStoreTest {
  private final Database database =
      Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")));
  private final ModelStore store = new ModelStore(database);

  @AfterEach
  void close() {
    database.close();
  }

  private static StoredModel model(String name, String statement) {
    return new StoredModel(
        name,
        "clusterModel",
        new FeatureEncoding(
            Scale.ROBUST,
            OnNull.SKIP,
            List.of(new NumericFeature("m \"1\"", false, 0.1, 1e-300, 1 / 3.0))),
        new ModelContent(
            JsonNodeFactory.instance.objectNode().put("centre", 0.1),
            Optional.of(new byte[] {0, -1, 39, 92})),
        new StoredModel.History(
            statement,
            "",
            "",
            Map.of("model.n_clusters", "5"),
            List.of(new LeftOut("id", "a key")),
            3,
            "2026-01-01T00:00:00Z",
            1.5,
            Map.of("java", "17"),
            new TrainingSummary(
                10,
                List.of(new TrainingSummary.Phase("clustering", 3, 0.5)),
                List.of(new TrainingSummary.CurvePoint("clustering", 1, 0.25, 0.5)),
                List.of(6L, 4L),
                Map.of("silhouette", 0.5),
                Map.of("model.n_clusters", 5),
                List.of("a note"),
                List.of(
                    new Findings.Candidate(2, 0.5, 12.5, 0.75, true),
                    new Findings.Candidate(3, 0.25, 7.25, 0.5, false)),
                List.of(
                    new Findings.Start(1, 42, 0.25, 0.5, 0.875, List.of(7L, 3L), false),
                    new Findings.Start(2, -7, 0.125, 0.5, 1, List.of(6L, 4L), true))),
            new ClusterOverview(
                new ClusterProfile(
                    10,
                    List.of(new ClusterProfile.Feature("m", 10, 0.5, 1, false)),
                    List.of(
                        new ClusterProfile.Group(
                            0,
                            6,
                            0.6,
                            List.of(new ClusterProfile.GroupMean("m", 6, 0.25, -0.25)),
                            "m slightly below average (0.25 against 0.50)"))),
                new EmbeddingMap(
                    new float[] {1.5f, -1},
                    new float[] {0.1f, 2},
                    new int[] {0, 1},
                    true,
                    10,
                    0.75))));
  }

  /** Changes stored fields as one would who writes them. */
  private void edit(String update) {
    database.run(update);
    List<Object> fields =
        database
            .rows(
                "SELECT name, type, format, trained_at, features, parameters, network, history"
                    + " FROM sqlflow_models",
                List.of())
            .get(0);
    database.update("UPDATE sqlflow_models SET digest = ?", List.of(ModelDigest.of(fields)));
  }

  @Test
  void aModelComesBackAsItWent() {
    StoredModel model = model("m", "SELECT 'it''s' TO TRAIN …");

    store.save(model);

    StoredModel found = store.find("m").orElseThrow();
    assertThat(found).usingRecursiveComparison().isEqualTo(model);
    assertThat(found.content().network().orElseThrow()).containsExactly(0, -1, 39, 92);
  }

  @Test
  void aShareThatIsNotKnownComesBackAsNan() {
    store.save(model("m", "x"));
    edit("UPDATE sqlflow_models SET history = replace(history, '0.5}]', '\"NaN\"}]')");

    assertThat(store.find("m").orElseThrow().history().summary().curve().get(0).changedShare())
        .isNaN();
  }

  @Test
  void aModelFromBeforePortraitsWereKeptHasNone() {
    store.save(model("m", "x"));
    edit("UPDATE sqlflow_models SET history = regexp_replace(history, ',\"portrait\":.*', '}')");

    StoredModel.History history = store.find("m").orElseThrow().history();
    assertThat(history.portrait()).isEqualTo(ClusterOverview.NONE);
    assertThat(history.summary().notes()).containsExactly("a note");
  }

  @Test
  void aStoryFromBeforeStartsAndSweepsWereKeptHasNone() {
    store.save(model("m", "x"));
    edit(
        "UPDATE sqlflow_models SET history ="
            + " regexp_replace(history, ',\"sweep\":.*\\]\\},\"portrait\":', '},\"portrait\":')");
    assertThat(database.rows("SELECT history FROM sqlflow_models", List.of()).toString())
        .contains("\"notes\":[\"a note\"]},\"portrait\":");

    TrainingSummary summary = store.find("m").orElseThrow().history().summary();

    assertThat(summary.notes()).containsExactly("a note");
    assertThat(Iris.clusters(summary).sweep()).isEmpty();
    assertThat(Iris.clusters(summary).starts()).isEmpty();
  }

  @Test
  void aLaterModelOfANameTakesTheEarliersPlaceWhateverItsCase() {
    store.save(model("My_Model", "first"));
    store.save(model("my_model", "second"));

    assertThat(store.names()).containsExactly("my_model");
    assertThat(store.find("MY_MODEL").orElseThrow().history().statement()).isEqualTo("second");
  }

  @Test
  void anUnknownModelIsNoModel() {
    assertThat(store.find("m")).isEmpty();
    assertThat(store.names()).isEmpty();
    store.save(model("m", "x"));
    assertThat(store.find("n")).isEmpty();
  }

  @Test
  void aModelThatIsNoJsonIsAnErrorThatSaysWhatToDo() {
    store.save(model("m", "x"));
    edit("UPDATE sqlflow_models SET features = '{\"scale\": \"STAND'");

    assertThatThrownBy(() -> store.find("m"))
        .isInstanceOf(StoreException.class)
        .hasMessage("model m is damaged in the database: train it anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = 'kmeans'",
        "trained_at = '2026-01-01T00:00:01Z'",
        "features = replace(features, '0.1', '0.2')",
        "parameters = '{\"centre\":0.2}'",
        "parameters = parameters || ' '",
        "network = NULL",
        "network = ''::BLOB",
        "history = replace(history, '2026', '2025')",
        "name = 'M'",
        "digest = NULL",
        "digest = ''",
        "digest = 'f' || digest[2:]"
      })
  void aFieldThatIsNotAsItWasWrittenIsADamage(String change) {
    store.save(model("m", "x"));
    database.run("UPDATE sqlflow_models SET " + change);

    assertThatThrownBy(() -> store.find("m"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("is damaged in the database: train it anew");
  }

  @Test
  void whereverABitOfTheNetworkIsFlippedItIsADamage() {
    store.save(model("m", "x"));
    byte[] network = {0, -1, 39, 92};
    for (int bit = 0; bit < Byte.SIZE * network.length; bit++) {
      byte[] flipped = network.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      database.update("UPDATE sqlflow_models SET network = ?", List.of(flipped));
      assertThatThrownBy(() -> store.find("m")).hasMessageContaining("is damaged");
    }
    database.update("UPDATE sqlflow_models SET network = ?", List.of(network));
    assertThat(store.find("m")).isPresent();
  }

  @Test
  void aDamagedModelIsListedAndCanBeDroppedOrTakenThePlaceOf() {
    store.save(model("m", "x"));
    store.save(model("n", "x"));
    database.run("UPDATE sqlflow_models SET history = 'x' WHERE name = 'm'");

    assertThat(store.summaries()).extracting(StoredModel.Summary::name).containsExactly("m", "n");
    assertThat(store.summaries().get(0).history()).isEmpty();
    assertThat(store.summaries().get(1).history()).isPresent();
    assertThat(store.drop("m")).isTrue();
    store.save(model("m", "y"));
    assertThat(store.find("m")).isPresent();
  }

  @Test
  void aModelOfALaterVersionIsRefused() {
    store.save(model("m", "x"));
    database.run("UPDATE sqlflow_models SET format = 99");

    assertThatThrownBy(() -> store.find("m")).hasMessageContaining("a later version of SQLFlow");
  }

  @Test
  void aModelOfAnEarlierVersionIsRefusedAndTheNextOneTakesItsPlace() {
    store.save(model("m", "x"));
    database.run("ALTER TABLE sqlflow_models DROP COLUMN digest");
    database.run("UPDATE sqlflow_models SET format = 2");

    assertThat(store.summaries()).hasSize(1);
    assertThatThrownBy(() -> store.find("m"))
        .hasMessage("model m was stored by an earlier version of SQLFlow: train it anew");
    store.save(model("m", "x"));
    assertThat(store.find("m")).isPresent();
  }
}
