package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sqlflow} that the installer makes. */
@ExtendWith(RealKernel.class)
class CommandLineIT {
  @TempDir private Path folder;

  private Command.Outcome sqlflow(InstalledKernel kernel, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(kernel.prefix().resolve("bin/sqlflow").toString());
    line.addAll(List.of(arguments));
    return new Command(line, folder, kernel.environment()).run();
  }

  @Test
  void aNotebookRunsInItsFolderAndThePageIsWhereItWasAskedFor(InstalledKernel kernel)
      throws IOException {
    Path reports = Files.createDirectories(folder.resolve("reports"));
    Files.writeString(reports.resolve("numbers.csv"), "a\n1\n2\n39\n");
    Notebook.of(reports, "SELECT sum(a) AS total FROM 'numbers.csv'", "_.to_dataframes(t)").write();
    Command.Outcome outcome =
        sqlflow(kernel, "run", "reports/notebook.ipynb", "--html", "page.html", "--format", "csv");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("total\n42\n");
    assertThat(folder.resolve("page.html")).content().contains("<table", "42");
    assertThat(reports.resolve("sqlflow.duckdb")).exists();
    assertThat(folder.resolve("sqlflow.duckdb")).doesNotExist();
  }

  @Test
  void anErrorHasStatusOneAndItsPlaceAndNoStackTrace(InstalledKernel kernel) throws IOException {
    Files.writeString(folder.resolve("script.sql"), "SELECT 1 AS one;\nSELECT nope;\n");
    Command.Outcome outcome = sqlflow(kernel, "run", "script.sql");
    assertThat(outcome.status()).isOne();
    assertThat(outcome.out()).contains("one");
    assertThat(outcome.err())
        .startsWith("script.sql: line 2:8: ")
        .contains("SELECT nope;\n       ^")
        .doesNotContain("\tat ");
    assertThat(sqlflow(kernel, "--version").out()).matches("SQLFlow \\d.*\n");
  }

  @Test
  void aShellCompletesGoesOnInTheNextLineAndStopsAtAnInterrupt(InstalledKernel kernel)
      throws IOException {
    String[][] steps = {
      {"sqlflow> ", "SELECT 40 + 2\r"},
      {"...> ", "AS answer;\r"},
      {"42", "SHOW MOD\t"},
      {"MODELS", ";\r"},
      {"0 rows", "int three = 3;\r"},
      {"sqlflow> ", "three + 4\r"},
      {"7", "SELECT random() AS a, random() AS b FROM range(300000)\r"},
      {"...> ", "TO TRAIN clusterModel INTO groups;\r"},
      {"pre-training", "\u0003"},
      {"interrupted", "SELECT nope;\r"},
      {"nope", "exit\r"},
    };
    Files.writeString(folder.resolve("steps.json"), new ObjectMapper().writeValueAsString(steps));
    try (InputStream script = CommandLineIT.class.getResourceAsStream("/terminal.py")) {
      Files.copy(script, folder.resolve("terminal.py"));
    }
    Command.Outcome outcome =
        kernel
            .python(
                folder,
                "terminal.py",
                "steps.json",
                kernel.prefix().resolve("bin/sqlflow").toString(),
                "shell",
                "--connect",
                "duckdb://:memory:")
            .run();
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Connected to a DuckDB database in memory", "answer", "interrupted", "line 1:8")
        .doesNotContain("\tat ");
    assertThat(kernel.folder().resolve("home/.sqlflow_history"))
        .content()
        .contains("AS answer;", "three + 4");
  }
}
