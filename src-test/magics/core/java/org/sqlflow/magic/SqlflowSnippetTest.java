package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The code in README.md, under "Use it from a JVM program", compiles and runs as it is there. */
class SqlflowSnippetTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String SOURCE =
      "src-test/magics/core/java/org/sqlflow/magic/SqlflowSnippetTest.java";
  private static final String HEADING = "## Use it from a JVM program";

  private final List<String> printed = new ArrayList<>();

  private void println(String line) {
    printed.add(line);
  }

  private Table segments(Path folder) {
    // snippet
    try (Sqlflow sqlflow = Sqlflow.inFolder(folder)) {
      sqlflow.run(
          "CREATE TABLE visits AS SELECT range AS id, range % 3 * 10 AS age FROM range(90)");
      sqlflow.run(
          """
          SELECT * FROM visits TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN age INTO segments;
          SELECT * FROM visits TO PREDICT segmented.segment USING segments;
          """,
          CellListener.ofProgress(training -> println(training.place())));
      return sqlflow.query("SELECT segment, count(*) AS visits FROM segmented GROUP BY segment");
    }
    // end
  }

  @Test
  void theSnippetTrainsPredictsReadsATableAndPrintsProgress(@TempDir Path folder) {
    Table table = segments(folder);

    assertThat(table.longColumn("visits").asList()).containsExactly(30L, 30L, 30L);
    assertThat(printed).isNotEmpty().allMatch(line -> !line.isBlank());
    assertThat(folder.resolve("sqlflow.duckdb")).exists();
  }

  @Test
  void theReadmeShowsTheSnippet() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int section = readme.indexOf(HEADING);
    int start = readme.indexOf("```java\n", Math.max(0, section));
    String block = readme.substring(start + 8, readme.indexOf("```", start + 8));

    assertThat(block.strip()).isEqualTo(snippet());
  }

  /** The lines between the comments, without their indentation. */
  private static String snippet() throws IOException {
    String source = Files.readString(ROOT.resolve(SOURCE));
    String region =
        source.substring(source.indexOf("    // snippet\n") + 15, source.indexOf("    // end\n"));
    return region
        .lines()
        .map(line -> line.replaceFirst("^ {4}", ""))
        .collect(Collectors.joining("\n"));
  }
}
