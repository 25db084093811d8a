package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project's notebooks, run in JupyterLab in Chromium, without a window. The screenshots in a
 * light and in a dark theme are kept in {@code src-test/target/lab}.
 */
@ExtendWith(RealKernel.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Readable text of any size, by WCAG 2.1, level AA. */
  private static final double READABLE = 4.5;

  private InstalledKernel kernel;
  private Path folder;
  private Path screenshots;
  private NotebookServer server;

  @BeforeAll
  void serve(InstalledKernel installed, @TempDir Path temporary) throws Exception {
    String python = System.getProperty("test.lab", "");
    assumeFalse(python.isBlank(), "no JupyterLab: ./src-test/run says what is missing");
    kernel = installed;
    folder = temporary;
    screenshots = InstalledKernel.root().resolve("src-test/target/lab");
    Files.createDirectories(screenshots);
    server = NotebookServer.lab(kernel, python, folder, screenshots.resolve("server.log"));
  }

  @AfterAll
  void end() throws InterruptedException {
    if (server != null) {
      server.end();
    }
  }

  @TestFactory
  Stream<DynamicTest> eachNotebookRunsAndIsReadableInBothThemes() throws IOException {
    try (Stream<Path> files = Files.list(InstalledKernel.root().resolve("notebooks"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".ipynb") && !name.equals(SparkIT.NOTEBOOK))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names.stream().map(name -> dynamicTest(name, () -> check(name)));
    }
  }

  private void check(String name) throws IOException {
    Notebook notebook = Notebook.copyOf(name, Files.createDirectory(folder.resolve("of-" + name)));
    notebook.write();
    Command.Outcome outcome =
        new Command(
                List.of(
                    System.getProperty("test.node"),
                    InstalledKernel.root().resolve("src-test/system/browser/lab.js").toString(),
                    server.url(),
                    System.getProperty("test.chromium"),
                    screenshots.toString(),
                    folder.relativize(notebook.file()).toString()),
                folder,
                kernel.environment())
            .run();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonNode seen = JSON.readTree(outcome.out());
    assertThat(seen.path("pageErrors")).isEmpty();
    assertThat(seen.path("progress").asBoolean()).as("a bar while it trained").isTrue();
    for (String theme : List.of("light", "dark")) {
      JsonNode page = seen.path(theme);
      assertThat(page.path("errors")).isEmpty();
      assertThat(page.path("ran").asInt()).isEqualTo(page.path("cells").asInt()).isPositive();
      assertThat(page.path("tables").asInt()).isPositive();
      assertThat(page.path("charts").asInt()).isPositive();
      assertThat(page.path("described").asInt())
          .as("charts that say what they show")
          .isEqualTo(page.path("charts").asInt());
      assertThat(page.path("headings")).isNotEmpty();
      assertThat(page.path("words").toString())
          .as("words that the extension highlights")
          .contains("TO TRAIN");
      boolean hasMagics = Files.readString(notebook.file()).contains("%%sqlflow");
      assertThat(page.path("magics").asInt() > 0).as("lines of magics").isEqualTo(hasMagics);
      assertThat(page.path("bars").asInt()).as("bars that stay").isZero();
      assertThat(page.path("spills").asBoolean()).isFalse();
      assertThat(page.path("contrast").asDouble())
          .as(theme + ": " + page.path("faintest").asText())
          .isGreaterThanOrEqualTo(READABLE);
    }
  }
}
