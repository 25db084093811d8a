package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a notebook ends up beside a browser: Markdown, HTML, another notebook, a terminal. */
@ExtendWith(RealKernel.class)
class FormatsIT {
  private static final String[] CELLS = {
    "%%sqlflow\nSELECT 42 AS answer, '<b>' AS markup",
    "System.out.println(\"printed\");",
    """
    %%sqlflow
    CREATE TABLE points AS SELECT i % 3 * 10 + random() AS a, i % 3 - random() AS b
    FROM range(300) t(i);
    SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 INTO thirds;
    SELECT * FROM points TO EXPLAIN thirds
    """
  };

  @TempDir private Path folder;

  @Test
  void markdownHasTheTablesAndThePicturesBesideIt(InstalledKernel kernel) throws IOException {
    String text = converted(kernel, "markdown", "page", "md");
    assertThat(text).contains("```sql", "42", "&lt;b&gt;", "printed");
    try (Stream<Path> files = Files.list(folder.resolve("page_files"))) {
      List<Path> pictures = files.toList();
      // The training's loss and map, and the explanation's profile.
      assertThat(pictures)
          .hasSize(3)
          .allSatisfy(picture -> assertThat(picture).isNotEmptyFile().hasExtension("png"));
    }
  }

  @Test
  void htmlHoldsTheTablesAndThePicturesThemselves(InstalledKernel kernel) throws IOException {
    assertThat(converted(kernel, "html", "page", "html"))
        .contains("<table", "42", "&lt;b&gt;", "printed", "data:image/png;base64,")
        .doesNotContain("update_display_data");
  }

  @Test
  void aNotebookKeepsALineOfTheProgress(InstalledKernel kernel) throws IOException {
    List<Notebook.Cell> cells = Notebook.of(folder, CELLS).executed(kernel).codeCells();
    Notebook.Cell training = cells.get(cells.size() - 1);
    assertThat(training.shown("text/plain")).contains("k-means: ").doesNotContain("[#");
    assertThat(training.shown("image/png")).isNotBlank();
    assertThat(training.shown("application/vnd.vegalite.v5+json")).isNotNull();
  }

  private String converted(InstalledKernel kernel, String format, String name, String extension)
      throws IOException {
    Command.Outcome outcome = Notebook.of(folder, CELLS).convert(kernel, format, name);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Files.readString(folder.resolve(name + "." + extension));
  }

  @Test
  void inATerminalTablesAreTextAndHelpIsPaged(InstalledKernel kernel) throws IOException {
    Path typed = folder.resolve("typed.txt");
    Files.writeString(typed, "%sqlflow SELECT 40 + 2 AS answer\n1 + 1\nkmeans?\nnope\n");
    Command.Outcome outcome =
        kernel
            .python(
                folder,
                "-m",
                "jupyter_console",
                "--simple-prompt",
                "--ZMQTerminalInteractiveShell.confirm_exit=False",
                "--kernel=" + InstalledKernel.NAME)
            .run(typed);
    assertThat(outcome.out())
        .contains("SQLFlow for the JVM", "answer\n------\n    42\n1 row", "Out[2]: 2")
        .contains("model.n_clusters");
    assertThat(outcome.err()).contains("cannot find symbol").doesNotContain("Traceback");
  }
}
