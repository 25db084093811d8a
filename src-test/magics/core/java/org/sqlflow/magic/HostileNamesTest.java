package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Hostile texts as names of columns, tables and models, and as values: they are that and no more.
 */
class HostileNamesTest extends CellsTest {
  private static final List<String> ATTACKS =
      List.of(
          "<img src=x onerror=\"alert(1)\">",
          "\"; DROP TABLE points; --",
          "'; DROP TABLE points; --",
          "${CITY}",
          "a b'c\"d`e$$f",
          "../../etc/passwd",
          "%s %n %d",
          "TO TRAIN x",
          "\u202e\u200bname\u0301");

  private static List<String> texts() throws IOException, java.net.URISyntaxException {
    Path file = Path.of(HostileNamesTest.class.getResource("/syntax/naughty_strings.txt").toURI());
    List<String> texts = new ArrayList<>(ATTACKS);
    int line = 0;
    for (String text : Files.readAllLines(file)) {
      boolean taken = !text.isBlank() && !text.startsWith("#") && text.length() < 200;
      if (taken && !text.contains("${") && line++ % 12 == 0) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static String name(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Test
  void theyAreTrainedOnPredictedAndTold() throws Exception {
    makePoints();
    List<String> texts = texts();
    assertThat(texts).hasSizeGreaterThan(30);
    for (String text : texts) {
      if (text.contains("${")) {
        continue; // a variable by design
      }
      String name = name(text);
      String query =
          "SELECT m1 AS " + name + ", m2 AS b, '" + text.replace("'", "''") + "' AS v FROM points";
      run(
          query
              + " TO TRAIN kmeans WITH n_clusters = 2, kmeans_init = 1 COLUMN "
              + name
              + ", b, INDICATOR(v) INTO "
              + name);
      assertThat(heard.notes()).contains(text);
      run(query + " TO PREDICT " + name + "." + name + " USING " + name);
      assertThat(run("SELECT * FROM " + name).to_dataframe().columnNames())
          .containsExactly("b", "v", text);
      assertThat(value("SELECT v FROM " + name + " LIMIT 1")).isEqualTo(text);
      run("DESCRIBE MODEL " + name);
      assertThat(value("SHOW TRAIN " + name)).isEqualTo(text);
      run(query + " TO EXPLAIN " + name);
      run("DROP MODEL " + name + "; DROP TABLE " + name);
      heard.outputs.clear();
    }
    assertThat(value("SELECT count(*) FROM points")).isEqualTo(130L);
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
  }
}
