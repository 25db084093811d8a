package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tools around notebooks that not every machine has: a test is left out where its tool is missing.
 */
@ExtendWith(RealKernel.class)
class ToolsIT {
  private static final String PARAMETERIZED =
      """
      import nbformat, papermill
      notebook = nbformat.v4.new_notebook()
      notebook.metadata.kernelspec = {"name": "sqlflow", "display_name": "SQLFlow", "language": "sql"}
      for source in ['int n = 3; String city = "Rome";', "SELECT '${city}' AS city FROM range(${n})", "n + 1"]:
          notebook.cells.append(nbformat.v4.new_code_cell(source))
      notebook.cells[0].metadata.tags = ["parameters"]
      nbformat.write(notebook, "in.ipynb")
      papermill.execute_notebook(
          "in.ipynb", "out.ipynb", {"n": 5, "city": "O'Brien"}, language="python", progress_bar=False)
      for cell in nbformat.read("out.ipynb", 4).cells[2:]:
          print(cell.outputs[0]["data"]["text/plain"])
      """;

  private static final String ROUND_TRIP =
      """
      import glob, sys, jupytext, nbformat
      def cells(notebook):
          return [(cell.cell_type, cell.source) for cell in notebook.cells]
      for name in glob.glob(sys.argv[1] + "/*.ipynb"):
          notebook = nbformat.read(name, 4)
          for format in ["md", "Rmd"]:
              again = jupytext.reads(jupytext.writes(notebook, fmt=format), fmt=format)
              print(format, cells(again) == cells(notebook))
      """;

  private static final String SCRIPT =
      """
      CREATE OR REPLACE TABLE t AS SELECT 1 AS a;
      SELECT a + 41 AS answer FROM t
      """;

  /** As the command {@code jupyter run}, which waits for ten seconds, and a busy machine longer. */
  private static final String RUN =
      """
      import jupyter_client.runapp as app
      app.OUTPUT_TIMEOUT = 300
      app.RunApp.launch_instance()
      """;

  private static final String EXECUTE = "from nbclient.cli import main; main()";

  private static final String EXECUTED =
      """
      import nbclient, nbformat
      notebook = nbformat.v4.new_notebook()
      for source in ["int n = 3;", "SELECT ${n} + 39 AS answer", "SELECT nope"]:
          notebook.cells.append(nbformat.v4.new_code_cell(source))
      notebook.metadata.kernelspec = {"name": "sqlflow", "display_name": "SQLFlow", "language": "sql"}
      nbformat.write(notebook, "wrong.ipynb")
      notebook.cells.pop()
      nbformat.write(notebook, "right.ipynb")
      nbclient.NotebookClient(notebook, timeout=300).execute()
      print(notebook.cells[1].outputs[0]["data"]["text/plain"])
      """;

  private static List<String> printed(
      InstalledKernel kernel, Path folder, String tool, String... arguments) {
    Assumptions.assumeTrue(
        kernel.python(folder, "-c", "import " + tool).run().status() == 0,
        tool + " is not installed here");
    Command.Outcome outcome = kernel.python(folder, arguments).run();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out().lines().map(String::strip).toList();
  }

  @Test
  void papermillSetsTheParametersOfJavaAndSql(InstalledKernel kernel, @TempDir Path folder)
      throws IOException {
    assertThat(printed(kernel, folder, "papermill", "-c", PARAMETERIZED))
        .containsSequence(
            "O'Brien", "O'Brien", "O'Brien", "O'Brien", "O'Brien", "5 rows × 1 column")
        .endsWith("6");
  }

  @Test
  void jupyterRunTakesAScript(InstalledKernel kernel, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("script.sql"), SCRIPT);
    Files.writeString(folder.resolve("wrong.sql"), "SELECT nope");

    assertThat(
            printed(kernel, folder, "jupyter_client", "-c", RUN, "--kernel=sqlflow", "script.sql"))
        .contains("42");
    Command.Outcome wrong = kernel.python(folder, "-c", RUN, "--kernel=sqlflow", "wrong.sql").run();
    assertThat(wrong.status()).isOne();
    assertThat(wrong.err()).contains("Referenced column \"nope\" was not found");
  }

  @Test
  void nbclientAndJupyterExecuteRunNotebooks(InstalledKernel kernel, @TempDir Path folder) {
    assertThat(printed(kernel, folder, "nbclient", "-c", EXECUTED)).contains("answer", "42");
    printed(kernel, folder, "nbclient.cli", "-c", EXECUTE, "--timeout=300", "right.ipynb");
    Command.Outcome wrong =
        kernel.python(folder, "-c", EXECUTE, "--timeout=300", "wrong.ipynb").run();
    assertThat(wrong.status()).isOne();
    assertThat(wrong.err()).contains("Referenced column \"nope\" was not found");
  }

  @Test
  void jupytextKeepsEveryCellOfTheNotebooks(InstalledKernel kernel, @TempDir Path folder)
      throws IOException {
    String notebooks = InstalledKernel.root().resolve("notebooks").toString();
    assertThat(printed(kernel, folder, "jupytext", "-W", "ignore", "-c", ROUND_TRIP, notebooks))
        .hasSizeGreaterThanOrEqualTo(12)
        .allMatch(line -> line.endsWith(" True"));
  }
}
