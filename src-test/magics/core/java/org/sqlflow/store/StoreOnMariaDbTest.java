package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import org.sqlflow.servers.DatabaseServer;
import org.sqlflow.servers.Databases;

/** A server that takes statements of 256 kB, and connections that are lost. */
class StoreOnMariaDbTest {
  private static final String PIECES = "SELECT count(*) FROM sqlflow_model_pieces";
  private static DatabaseServer server;

  @TempDir Path folder;
  private Database database;
  private ModelStore store;

  @BeforeAll
  static void start() {
    server = Databases.mariaDbWith("--max-allowed-packet=262144");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    database = open();
    store = new ModelStore(database, folder);
  }

  private Database open() {
    return org.sqlflow.database.session.Databases.connect(
        DataSource.parse(server.url(), folder).withPassword(DatabaseServer.PASSWORD));
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.run("DROP TABLE IF EXISTS sqlflow_models");
      database.run("DROP TABLE IF EXISTS sqlflow_model_pieces");
      database.run("DROP TABLE IF EXISTS sqlflow_model_versions");
      database.close();
    }
  }

  /** A model with as many random bytes, in its network and, a quarter, as text. */
  private static StoredModel model(int bytes, long seed) {
    Random random = new Random(seed);
    byte[] network = new byte[bytes];
    random.nextBytes(network);
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    StringBuilder text = new StringBuilder("ö'\\\"");
    for (int i = 0; i < bytes / 4; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    parameters.put("text", text.toString());
    return new StoredModel(
        "Large",
        "autoencoder",
        new FeatureEncoding(
            Scale.STANDARD,
            OnNull.ERROR,
            List.of(new NumericFeature("m", false, 0.1, 0.2, 1 / 3.0))),
        new ModelContent(parameters, Optional.of(network)),
        new StoredModel.History(
            "SELECT " + seed,
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

  private void save(StoredModel model) {
    store.save(model, CancellationCheck.NONE);
  }

  /** By the digest of all that is stored: the models are large. */
  private static void assertSame(StoredModel found, StoredModel expected) {
    assertThat(ModelRow.of(found).digest())
        .isEqualTo(ModelRow.of(expected.withVersion(found.version())).digest());
  }

  private long count(String sql) {
    return ((Number) database.rows(sql, List.of()).get(0).get(0)).longValue();
  }

  @Test
  void aModelOverTheLimitOfAStatementIsStoredInPieces() {
    StoredModel large = model(3_000_000, 1);

    save(large);

    assertThat(count(PIECES)).isGreaterThan(12);
    assertSame(store.find("LARGE").orElseThrow(), large);
    assertThat(store.summaries().get(0).history().orElseThrow().statement()).isEqualTo("SELECT 1");
  }

  @Test
  void theNextModelOfTheNameReplacesAllPieces() {
    save(model(1_000_000, 1));
    long pieces = count(PIECES);
    StoredModel next = model(1_000_000, 2);

    store.save(next, 1, CancellationCheck.NONE);
    store.save(next, 1, CancellationCheck.NONE);

    assertThat(count(PIECES)).isEqualTo(pieces);
    assertSame(store.find("large").orElseThrow(), next);
    StoredModel small = model(1000, 3);
    store.save(small, 1, CancellationCheck.NONE);
    assertThat(count(PIECES)).isZero();
    assertSame(store.find("large").orElseThrow(), small);
  }

  @Test
  void aDroppedModelLeavesNoPieces() {
    save(model(1_000_000, 1));

    assertThat(store.drop("Large")).isTrue();

    assertThat(count(PIECES)).isZero();
    assertThat(store.drop("Large")).isFalse();
  }

  @Test
  void piecesThatNoRowBelongsToChangeNothing() {
    StoredModel earlier = model(1_000_000, 1);
    save(earlier);
    ModelRow next = ModelRow.of(model(1_000_000, 2));

    new ModelPieces(database).write("large", next.digest(), "network", next.network(), 60_000);

    assertSame(store.find("large").orElseThrow(), earlier);
    assertThat(store.drop("large")).isTrue();
    assertThat(count(PIECES)).isZero();
  }

  @Test
  void aMissingOrChangedPieceMakesTheModelCorrupt() {
    save(model(1_000_000, 1));
    database.run(
        "UPDATE sqlflow_model_pieces SET content = '' WHERE field = 'network' AND model_key ="
            + " 'large' LIMIT 1");
    assertThatThrownBy(() -> store.find("large")).hasMessage("model Large is corrupt: retrain it");
    database.run("DELETE FROM sqlflow_model_pieces WHERE field = 'history'");
    assertThatThrownBy(() -> store.find("large")).hasMessage("model Large is corrupt: retrain it");
    assertThat(store.summaries().get(0).history()).isEmpty();
  }

  @Test
  void aConnectionThatWasKilledMeanwhileIsOpenedAgain() {
    save(model(1000, 1));
    kill(count("SELECT connection_id()"));
    StoredModel model = model(1_000_000, 2);

    save(model);

    assertSame(store.find("large").orElseThrow(), model);
    assertThat(folder).isEmptyDirectory();
  }

  private void kill(long connection) {
    try (Database other = open()) {
      other.run("KILL " + connection);
    }
  }

  @Test
  void aModelIsKeptAsAFileWhileTheServerIsDown() {
    save(model(1000, 1));
    StoredModel model = model(2000, 2);
    server.kill();
    try {
      assertThatThrownBy(() -> save(model))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("model Large could not be stored: ")
          .hasMessageContaining("IMPORT MODEL '");
    } finally {
      server.start();
      database.reconnect();
    }
    StoredModel kept = ModelFile.read(folder.toFile().listFiles()[0].toPath());
    save(kept);
    assertSame(store.find("large").orElseThrow(), model);
  }
}
