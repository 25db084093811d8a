package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.DataSource;

/** A server that wants a token, behind TLS: {@code ./src-test/run -Pspark}. */
@EnabledIfSystemProperty(named = "test.spark", matches = ".+")
class SparkTokenTest extends OnSpark {
  /** Ends as tokens in base 64 do. */
  private static final String TOKEN = "Zm91bmRpbmc/d29ya2Zsb3c==";

  private static final String WRONG = "bm90aGluZw-that-is-known";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

  private Path keys;
  private TlsForwarder forwarder;
  private int port;

  SparkTokenTest() {
    super("-Dspark.connect.authenticate.token=" + TOKEN);
  }

  @BeforeAll
  void forward(@TempDir Path certificates) throws Exception {
    keys = TlsForwarder.keyStore(certificates);
    port = URI.create(cluster.url()).getPort();
    forwarder = TlsForwarder.to(port, keys);
  }

  @AfterAll
  void stopForwarding() throws IOException {
    if (forwarder != null) {
      forwarder.close();
    }
  }

  @BeforeEach
  void trust() {
    System.setProperty(TRUST_STORE, keys.toString());
    System.setProperty(TRUST_PASSWORD, TlsForwarder.PASSWORD);
  }

  @AfterEach
  void trustNobody() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_PASSWORD);
  }

  /** What a cell of a notebook with this URL and token fails with. */
  private Throwable failure(String url, String token) {
    try (SparkCells refused = cells(url, token)) {
      return catchThrowable(() -> refused.run("SELECT 1"));
    }
  }

  private SparkCells cells(String url, String token) {
    return new SparkCells(
        Map.of(DataSource.VARIABLE, url + "/;token=${SPARK_TOKEN}", "SPARK_TOKEN", token), folder);
  }

  private static String everything(Throwable error) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    return all.toString();
  }

  @Test
  void withoutATokenTheMessageSaysWhereItBelongs() {
    Throwable error = catchThrowable(() -> cells.run("SELECT 1"));

    assertThat(error)
        .hasMessage(
            "access denied by "
                + cluster.url()
                + ": the server wants a token that it knows: set one in the environment of the"
                + " kernel and connect with …/;token=${SPARK_TOKEN} to a port with TLS. Spark's own"
                + " port has no TLS: there a token can be used only on the same machine, as"
                + " sc://localhost:15002/;token=${SPARK_TOKEN}. This front end can't ask for a"
                + " token");
  }

  @Test
  void aWrongTokenIsRefusedAndNotShown() {
    Throwable error = failure(forwarder.url(), WRONG);

    assertThat(error)
        .hasMessage(
            "access denied by "
                + forwarder.url()
                + ": the server does not know this token: correct the variable in the environment"
                + " of the kernel and restart the kernel");
    assertThat(everything(error)).doesNotContain(WRONG);
  }

  @Test
  void aTokenThatNoHeaderCanHaveIsRefusedAndNotShown() {
    Throwable error = failure(forwarder.url(), WRONG + "\n");

    assertThat(error).hasMessageContaining("the token has a blank, a line break or another");
    assertThat(everything(error)).doesNotContain(WRONG);
  }

  @Test
  void theTokenIsAcceptedThroughTlsAndAppearsNowhere() throws IOException {
    try (SparkCells known = cells(forwarder.url(), TOKEN)) {
      assertThat(known.number("SELECT 7")).isEqualTo(7);
      known.run(
          "SELECT id % 3 AS a, id % 2 AS b FROM range(0, 300, 1, 2) TO TRAIN kmeans WITH"
              + " model.n_clusters = 3, model.kmeans_init = 1, train.engine = cluster INTO"
              + " of_tokens");
      assertThat(known.notes()).contains("of_tokens").doesNotContain(TOKEN);
      assertThat(everything(catchThrowable(() -> known.run("SELECT nothing FROM nowhere"))))
          .contains("nowhere")
          .doesNotContain(TOKEN);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void onTheSameMachineItIsAcceptedWithoutTlsAsTheMessageSays() {
    try (SparkCells known = cells("sc://localhost:" + port, TOKEN)) {
      assertThat(known.number("SELECT 7")).isEqualTo(7);
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsSaid() {
    trustNobody();

    assertThat(failure(forwarder.url(), TOKEN))
        .hasMessageContaining("TLS fails there")
        .hasMessageContaining("this Java must trust its certificate");
  }
}
