package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Findings;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.TrainingRange;

class ModelStoreTest {
  /** NaN equals NaN. */
  private static final RecursiveComparisonConfiguration EXACTLY =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType(Double::equals, Double.class)
          .build();

  private final Database database =
      Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")));
  private final ModelStore store = new ModelStore(database, Path.of("target", ModelStore.KEPT));

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
                Map.of("silhouette", 0.5),
                Map.of("model.n_clusters", 5),
                List.of("a note"),
                findings()),
            new TrainingRange(List.of(-1f), List.of(2.5f), List.of(0.5f), 1.25)));
  }

  private static Findings findings() {
    return new Findings.Clustering(
        List.of(6L, 4L),
        List.of(
            new Findings.Candidate(2, 0.5, 12.5, 0.75, 20, true),
            new Findings.Candidate(3, 0.25, 7.25, 0.5, 5, false)),
        List.of(
            new Findings.Start(1, 42, 0.25, 0.5, 0.875, List.of(7L, 3L), false),
            new Findings.Start(2, -7, 0.125, 0.5, 1, List.of(6L, 4L), true)),
        new ClusterOverview(
            new ClusterProfile(
                10,
                List.of(new ClusterProfile.Feature("m", 10, 0.5, 1, ClusterProfile.Kind.NUMBER)),
                List.of(
                    new ClusterProfile.Group(
                        0,
                        6,
                        0.6,
                        List.of(new ClusterProfile.GroupMean("m", 6, 0.25, -0.25)),
                        "m slightly below average (0.25 against 0.50)"))),
            new EmbeddingMap(
                new float[] {1.5f, -1}, new float[] {0.1f, 2}, new int[] {0, 1}, true, 10, 0.75)),
        new ClusterJudgement(
            new ClusterJudgement.Reference(ClusterJudgement.Reference.EVEN, 0.25, 0.375, 0.5, true),
            new ClusterJudgement.Comparison(
                List.of(5L, 5L), List.of(6L, 4L), 3, 0.25, -0.125, 0.0625, 0.125, 0.03125),
            new ClusterJudgement.Gaps(0.125, 0.5, 0.25, true)),
        List.of(new Findings.Trial("kmeans", 2, 0.875, 0.25, 1.5, "chosen", true)));
  }

  private void save(StoredModel model) {
    store.save(model, CancellationCheck.NONE);
  }

  /** Changes stored fields with a digest that fits them. */
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

    save(model);

    StoredModel found = store.find("m").orElseThrow();
    assertThat(found).usingRecursiveComparison(EXACTLY).isEqualTo(model.withVersion(1));
    assertThat(found.content().network().orElseThrow()).containsExactly(0, -1, 39, 92);
  }

  @Test
  void aShareThatIsNotKnownComesBackAsNan() {
    save(model("m", "x"));
    edit("UPDATE sqlflow_models SET history = replace(history, '0.5}]', '\"NaN\"}]')");

    assertThat(store.find("m").orElseThrow().history().summary().curve().get(0).changedShare())
        .isNaN();
  }

  @Test
  void findingsOfEveryTaskComeBack() {
    for (Findings findings :
        List.of(
            findings(),
            new Findings.Encoding(7),
            new Findings.Classification(List.of("a", "b"), List.of(3L, 4L), 0.75),
            new Findings.Regression(1.5, 0.25, 0.125))) {
      StoredModel model = model("m", "x");
      StoredModel.History h = model.history();
      StoredModel other =
          new StoredModel(
              "m",
              "x",
              model.encoding(),
              model.content(),
              new StoredModel.History(
                  h.statement(),
                  h.base(),
                  h.label(),
                  h.given(),
                  h.leftOut(),
                  h.skippedRows(),
                  h.started(),
                  h.seconds(),
                  h.versions(),
                  h.summary().with(findings),
                  h.range()));
      save(other);

      StoredModel found = store.find("m").orElseThrow();
      assertThat(found.history())
          .usingRecursiveComparison(EXACTLY)
          .isEqualTo(other.withVersion(found.version()).history());
    }
  }

  @Test
  void aLaterModelOfANameTakesTheEarliersPlaceWhateverItsCase() {
    save(model("My_Model", "first"));
    save(model("my_model", "second"));

    assertThat(store.names()).containsExactly("my_model");
    assertThat(store.find("MY_MODEL").orElseThrow().history().statement()).isEqualTo("second");
  }

  @Test
  void aChangeIsMadeToWhatIsThereAtThatMoment() {
    save(model("m", "first"));
    int[] asked = new int[1];

    boolean changed =
        store.update(
            "M",
            found -> {
              if (asked[0]++ == 0) {
                // As another session would do between the reading and the writing.
                save(model("m", "second"));
              }
              return found.with(new GroupNames(Map.of(1, "Regulars")));
            });

    assertThat(changed).isTrue();
    assertThat(asked[0]).isEqualTo(2);
    StoredModel.History history = store.find("m").orElseThrow().history();
    assertThat(history.statement()).isEqualTo("second");
    assertThat(history.groupNames().of(1)).hasValue("Regulars");
    assertThat(history.groupNames().of(0)).isEmpty();
    assertThat(store.update("n", found -> found)).isFalse();
  }

  @Test
  void anUnknownModelIsNoModel() {
    assertThat(store.find("m")).isEmpty();
    assertThat(store.names()).isEmpty();
    save(model("m", "x"));
    assertThat(store.find("n")).isEmpty();
  }

  @Test
  void aModelThatIsNoJsonIsAnErrorThatSaysWhatToDo() {
    save(model("m", "x"));
    edit("UPDATE sqlflow_models SET features = '{\"scale\": \"STAND'");

    assertThatThrownBy(() -> store.find("m"))
        .isInstanceOf(StoreException.class)
        .hasMessage("model m is corrupt: retrain it");
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
        "digest = (CASE WHEN digest[1] = 'f' THEN 'e' ELSE 'f' END) || digest[2:]"
      })
  void aFieldThatIsNotAsItWasWrittenMakesTheModelCorrupt(String change) {
    save(model("m", "x"));
    database.run("UPDATE sqlflow_models SET " + change);

    assertThatThrownBy(() -> store.find("m"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("is corrupt: retrain it");
  }

  @Test
  void whereverABitOfTheNetworkIsFlippedTheModelIsCorrupt() {
    save(model("m", "x"));
    byte[] network = {0, -1, 39, 92};
    for (int bit = 0; bit < Byte.SIZE * network.length; bit++) {
      byte[] flipped = network.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      database.update("UPDATE sqlflow_models SET network = ?", List.of(flipped));
      assertThatThrownBy(() -> store.find("m")).hasMessageContaining("is corrupt");
    }
    database.update("UPDATE sqlflow_models SET network = ?", List.of(network));
    assertThat(store.find("m")).isPresent();
  }

  @Test
  void aCorruptModelIsListedAndCanBeDroppedOrTakenThePlaceOf() {
    save(model("m", "x"));
    save(model("n", "x"));
    database.run("UPDATE sqlflow_models SET history = 'x' WHERE name = 'm'");

    assertThat(store.summaries()).extracting(StoredModel.Summary::name).containsExactly("m", "n");
    assertThat(store.summaries().get(0).history()).isEmpty();
    assertThat(store.summaries().get(1).history()).isPresent();
    assertThat(store.drop("m")).isTrue();
    save(model("m", "y"));
    assertThat(store.find("m")).isPresent();
  }

  @Test
  void aModelOfALaterVersionIsRefused() {
    save(model("m", "x"));
    database.run("UPDATE sqlflow_models SET format = 99");

    assertThatThrownBy(() -> store.find("m")).hasMessageContaining("a later version of SQLFlow");
  }

  @Test
  void aModelOfAnEarlierVersionIsRefusedAndTheNextOneTakesItsPlace() {
    save(model("m", "x"));
    database.run("ALTER TABLE sqlflow_models DROP COLUMN digest");
    database.run("UPDATE sqlflow_models SET format = 2");

    assertThat(store.summaries()).hasSize(1);
    assertThatThrownBy(() -> store.find("m"))
        .hasMessage("model m was stored by an earlier version of SQLFlow: retrain it");
    save(model("m", "x"));
    assertThat(store.find("m")).isPresent();
  }

  @Test
  void aFileHasTheWholeModel(@TempDir Path folder) throws Exception {
    StoredModel model = model("m/ö", "x");

    Path file = ModelFile.write(folder.resolve("new"), model);
    Path second = ModelFile.write(folder.resolve("new"), model);

    assertThat(file).isNotEqualTo(second);
    assertThat(file.getFileName().toString()).startsWith("m_ö-2026").endsWith(ModelFile.EXTENSION);
    assertThat(ModelFile.read(file)).usingRecursiveComparison(EXACTLY).isEqualTo(model);
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactlyInAnyOrder(file, second);
    }
  }

  @Test
  void aFileMayHaveALargeNetwork(@TempDir Path folder) throws Exception {
    StoredModel small = model("m", "x");
    byte[] network = new byte[16 << 20];
    network[network.length - 1] = 7;
    StoredModel model =
        new StoredModel(
            "m",
            small.type(),
            small.encoding(),
            new ModelContent(small.content().parameters(), Optional.of(network)),
            small.history());

    Path file = ModelFile.write(folder, model);

    assertThat(ModelFile.read(file).content().network().orElseThrow()).isEqualTo(network);
  }

  @Test
  void aFileThatIsNotIntactIsRefused(@TempDir Path folder) throws Exception {
    Path file = ModelFile.write(folder, model("m", "x"));
    String text = Files.readString(file);

    assertThatThrownBy(() -> ModelFile.read(folder.resolve("none")))
        .hasMessage("no file " + folder.resolve("none"));
    for (String broken :
        List.of("", "{}", "[1]", text.substring(0, text.length() / 2), "{\"format\":4}")) {
      Files.writeString(file, broken);
      assertThatThrownBy(() -> ModelFile.read(file))
          .isInstanceOf(StoreException.class)
          .hasMessage(file + " is not a model file of SQLFlow");
    }
    Files.writeString(file, text.replace("0.1", "0.2"));
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessage("model m is corrupt: retrain it");
    Files.writeString(file, text.replace("\"format\":4", "\"format\":99"));
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessageContaining("a later version");
  }

  @Test
  void aModelThatTheDatabaseRefusesIsKeptAsAFile(@TempDir Path folder) {
    ModelStore keeping = new ModelStore(database, folder);
    database.run("CREATE VIEW sqlflow_models AS SELECT 1 AS digest");
    StoredModel model = model("m", "x");

    assertThatThrownBy(() -> keeping.save(model, CancellationCheck.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("model m could not be stored: ")
        .hasMessageContaining("run IMPORT MODEL '" + folder.toAbsolutePath());

    Path file = folder.toFile().listFiles()[0].toPath();
    assertThat(ModelFile.read(file)).usingRecursiveComparison(EXACTLY).isEqualTo(model);
    assertThat(ModelFile.read(file).named("other").name()).isEqualTo("other");
  }

  @Test
  void whereTheFolderCannotBeWrittenItIsKeptInANewOneThatIsPrivate(@TempDir Path folder)
      throws Exception {
    Path file = Files.createFile(folder.resolve("no folder"));
    database.run("CREATE VIEW sqlflow_models AS SELECT 1 AS digest");
    StoredModel model = model("m", "x");

    String first = keptAt(new ModelStore(database, file), model);
    String second = keptAt(new ModelStore(database, file), model);

    Path kept = Path.of(first).getParent();
    assertThat(kept).isNotEqualTo(Path.of(second).getParent());
    if (Files.getFileStore(kept).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rwx------");
    }
    for (String written : List.of(first, second)) {
      assertThat(ModelFile.read(Path.of(written)).name()).isEqualTo("m");
      Files.delete(Path.of(written));
      Files.delete(Path.of(written).getParent());
    }
  }

  private static String keptAt(ModelStore store, StoredModel model) {
    String message = catchThrowable(() -> store.save(model, CancellationCheck.NONE)).getMessage();
    return message.replaceFirst("(?s).*run IMPORT MODEL '(.*)'.*", "$1");
  }

  @Test
  void anInterruptedSaveKeepsNoFile(@TempDir Path folder) {
    database.run("CREATE VIEW sqlflow_models AS SELECT 1 AS digest");

    assertThatThrownBy(
            () ->
                new ModelStore(database, folder)
                    .save(
                        model("m", "x"),
                        () -> {
                          throw new CancellationException();
                        }))
        .isInstanceOf(CancellationException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
