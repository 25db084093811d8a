package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile texts as values, as names and in errors, in a page that nbconvert makes and Chromium
 * shows: they are read there, and nothing of them runs. nbconvert puts a kernel's HTML into its
 * pages as it stands.
 */
@ExtendWith(RealKernel.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHtmlIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As values, all of those that the project knows; as names of all kinds, these. */
  private static final List<String> NAMES =
      List.of(
          "<script>alert(1); window.attacked = true</script>",
          "<img src=x onerror=\"alert(2); window.attacked = true\">",
          "<svg onload=alert(3)><animate onbegin=alert(3) attributeName=x dur=1s>",
          "\"><script>alert(4)</script>",
          "' onmouseover='alert(5)' style='position:fixed;inset:0' x='",
          "<a href=\"javascript:alert(6)\">x</a>",
          "</td></tr></table></div></pre><iframe srcdoc=\"<script>parent.alert(7)</script>\">",
          "&lt;script&gt;alert(8)&lt;/script&gt; &#60;img src=x onerror=alert(8)&#62;",
          "<!--<script>--><script>alert(9)</script>",
          "<style>@import'http://attack.example/a.css'; * {display: none}</style>",
          "]]></script><script>alert(10)//\\",
          "$\\href{javascript:alert(11)}{x}$ and \\(\\href{javascript:alert(12)}{y}\\)",
          "<meta http-equiv=refresh content=\"0;url=http://attack.example/\">");

  private JsonNode seen;

  @BeforeAll
  void look(InstalledKernel kernel, @TempDir Path folder) throws Exception {
    String node = System.getProperty("test.node", "");
    assumeFalse(node.isBlank(), "no node, npm or chromium: ./src-test/run says what is missing");
    Notebook notebook = Notebook.of(folder, cells().toArray(String[]::new));
    Command.Outcome made =
        notebook.convert(kernel, "html", "page", "--ExecutePreprocessor.allow_errors=True");
    assertThat(made.status()).as(made.err()).isZero();
    Path screenshots = InstalledKernel.root().resolve("src-test/target/browser");
    Files.createDirectories(screenshots);
    List<String> line = new ArrayList<>();
    line.add(node);
    line.add(InstalledKernel.root().resolve("src-test/system/browser/attack.js").toString());
    line.add(folder.resolve("page.html").toString());
    line.add(System.getProperty("test.chromium"));
    line.add(screenshots.resolve("hostile.png").toString());
    line.addAll(NAMES);
    Command.Outcome outcome = new Command(line, folder, kernel.environment()).run();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    seen = JSON.readTree(outcome.out());
  }

  private static List<String> cells() throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(
        "%%sqlflow --limit 0\n"
            + String.join(
                "\nUNION ALL ",
                values().stream().map(text -> "SELECT " + string(text) + " AS value").toList()));
    cells.add(
        "%sqlflow CREATE TABLE points AS SELECT i, i % 7 AS a, sin(i) AS b FROM range(60) t(i)");
    for (String text : NAMES) {
      String name = name(text);
      String query = "SELECT a AS " + name + ", b, " + string(text) + " AS v FROM points";
      String type = cells.size() < 4 ? "clusterModel" : "kmeans";
      cells.add(
          String.join(
              ";\n",
              "%%sqlflow\n"
                  + query
                  + " TO TRAIN "
                  + type
                  + " WITH n_clusters = 2 COLUMN "
                  + name
                  + ", b, INDICATOR(v) INTO "
                  + name,
              query + " TO PREDICT " + name + "." + name + " USING " + name,
              "SELECT * FROM " + name,
              "DESCRIBE MODEL " + name,
              "SHOW TRAIN " + name,
              "SHOW MODELS",
              query + " TO EVALUATE " + name,
              query + " TO EXPLAIN " + name,
              "SELECT * FROM " + name + " LIMIT 3"));
      cells.add("_.to_dataframes(result_table)");
      cells.add("%sqlflow SELECT " + name + " FROM points");
      cells.add("%sqlflow SELECT * FROM points TO TRAIN " + name + " INTO m");
      cells.add("%sqlflow SELECT * FROM points TO TRAIN kmeans COLUMN " + name + " INTO m");
      cells.add("%sqlflow SHOW TRAIN " + name("no " + text));
      cells.add("%sqlflow SELECT b FROM points TO PREDICT p.g USING " + name);
      cells.add("%sqlflow SELECT " + string(text) + "::INTEGER");
      cells.add("%sqlflow " + text);
      cells.add("%sqlflow --connect " + text);
      cells.add(
          "String text = " + java(text) + ";\ndisplay(text); System.out.println(text);\ntext");
      cells.add("throw new IllegalStateException(text);");
    }
    return cells;
  }

  private static List<String> values() throws IOException {
    Path known =
        InstalledKernel.root().resolve("src-test/magics/core/resources/syntax/naughty_strings.txt");
    List<String> values = new ArrayList<>(NAMES);
    Files.readAllLines(known).stream()
        .filter(text -> !text.isBlank() && !text.startsWith("#") && !text.contains("${"))
        .forEach(values::add);
    return values;
  }

  private static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String name(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static String java(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Test
  void nothingRuns() {
    assertThat(seen.path("ran")).isEmpty();
    assertThat(seen.path("attacked").asBoolean()).isFalse();
    assertThat(seen.path("place").asBoolean()).as("the page is still there").isTrue();
  }

  @Test
  void nothingIsAskedOfOthers() {
    assertThat(seen.path("asked")).isEmpty();
  }

  @Test
  void theOutputsHoldTextTablesAndPicturesAlone() {
    assertThat(seen.path("elements")).isEmpty();
  }

  @Test
  void allIsThereToBeRead() {
    assertThat(seen.path("outputs").asInt()).isGreaterThan(12 * NAMES.size());
    assertThat(StreamSupport.stream(seen.path("shown").spliterator(), false))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(NAMES);
  }
}
