package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables, progress and pictures in Jupyter Notebook 6 in Chromium, without a window. The
 * screenshots are kept in {@code src-test/target/browser}.
 */
@ExtendWith(RealKernel.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRAIN =
      """
      %%sqlflow
      CREATE TABLE points AS SELECT random() + i % 3 AS a, random() - i % 3 AS b FROM range(5000) t(i);
      SELECT * FROM points
      TO TRAIN clusterModel
      WITH model.encode_units = [50, 2] model.n_clusters = 3 model.pretrain_epochs = 60
      INTO groups\
      """;
  private static final String TABLE =
      """
      %%sqlflow
      SELECT 12.5 AS price, 'a <b>bold</b> word' AS word, NULL AS nothing,
             '<img src=x onerror="window.attacked = true">' AS attack\
      """;
  private static final String LONG =
      "%%sqlflow\nSELECT repeat('long ', 300) AS text, * FROM range(3), (SELECT 1 AS a, 2 AS b)";

  /** Readable text of any size, by WCAG 2.1, level AA. */
  private static final double READABLE = 4.5;

  private NotebookServer server;
  private JsonNode seen;

  @BeforeAll
  void look(InstalledKernel kernel, @TempDir Path folder) throws Exception {
    String node = System.getProperty("test.node", "");
    assumeFalse(node.isBlank(), "no node, npm or chromium: ./src-test/run says what is missing");
    Notebook notebook =
        Notebook.of(
            folder,
            TRAIN,
            TABLE,
            LONG,
            "%%sqlflow\nSELECT * FROM points TO EXPLAIN groups",
            "System.out.println(\"printed\"); System.err.println(\"warned\");",
            "%%sqlflow\nSELECT no_such_column FROM points");
    notebook.write();
    Path screenshots = InstalledKernel.root().resolve("src-test/target/browser");
    Files.createDirectories(screenshots);
    server = NotebookServer.classic(kernel, folder, screenshots.resolve("server.log"));
    String script = InstalledKernel.root().resolve("src-test/system/browser/look.js").toString();
    String url = server.url() + "/notebooks/" + notebook.file().getFileName();
    Command.Outcome outcome =
        new Command(
                List.of(
                    node, script, url, System.getProperty("test.chromium"), screenshots.toString()),
                folder,
                kernel.environment())
            .run();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    seen = JSON.readTree(outcome.out());
  }

  @AfterAll
  void end() throws InterruptedException {
    if (server != null) {
      server.end();
    }
  }

  private JsonNode cell(int index) {
    return seen.path("light").path(index);
  }

  @Test
  void aTrainingShowsABarThatGrows() {
    assertThat(seen.path("during").path("bars").path(0).asDouble()).isBetween(0.005, 0.999);
    assertThat(seen.path("during").path("text").asText()).contains("loss", "rows/s", "left");
    assertThat(cell(0).path("bars")).as("gone when it is over").isEmpty();
  }

  @Test
  void numbersStandToTheRightAndNullIsTold() {
    assertThat(texts(cell(1).path("columns"))).startsWith("right", "left");
    assertThat(cell(1).path("text").asText()).contains("12.5", "NULL", "1 row");
  }

  @Test
  void aValueIsShownAndNeverRun() {
    assertThat(cell(1).path("text").asText()).contains("<b>bold</b>", "<img src=x");
    assertThat(cell(1).path("images")).isEmpty();
    assertThat(seen.path("attacked").asBoolean()).isFalse();
  }

  @Test
  void longTextsStayInsideTheCell() {
    assertThat(cell(2).path("text").asText()).contains("long long", "3 rows");
    for (JsonNode cell : seen.path("light")) {
      assertThat(cell.path("spills").asBoolean()).as(cell.path("text").asText()).isFalse();
    }
  }

  @Test
  void anExplanationShowsItsPicture() {
    JsonNode image = cell(3).path("images").path(0);
    assertThat(image.path(0).asInt()).isGreaterThan(200);
    assertThat(image.path(1).asInt()).isGreaterThan(100);
  }

  @Test
  void whatIsPrintedAndWhatFailsIsThere() {
    assertThat(cell(4).path("text").asText()).contains("printed").contains("warned");
    assertThat(cell(5).path("text").asText())
        .contains("no_such_column", "line 2")
        .doesNotContain("[1m");
  }

  @Test
  void everyTextIsReadableOnALightAndOnADarkPage() {
    for (String theme : List.of("light", "dark")) {
      assertThat(seen.path(theme)).hasSize(6);
      for (JsonNode cell : seen.path(theme)) {
        assertThat(cell.path("contrast").asDouble())
            .as(theme + ": " + cell.path("text").asText())
            .isGreaterThanOrEqualTo(READABLE);
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
