package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The wheel in a virtual environment, where pip puts everything. */
@ExtendWith(RealKernel.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WheelIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the Python of the tests has Jupyter, which pip can't install without a network. */
  private static final String JUPYTER =
      "import os, sys; print('\\n'.join(p for p in sys.path if p.endswith('-packages')))";

  private Path environment;
  private Map<String, String> variables;

  @BeforeAll
  void install(InstalledKernel kernel, @TempDir Path folder) throws IOException {
    environment = folder.resolve("venv");
    variables = new HashMap<>(kernel.environment());
    variables.put("JUPYTER_PATH", "");
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    String python = System.getProperty("test.python");
    succeed(folder, python, "-m", "venv", environment.toString());
    String jupyter = succeed(folder, python, "-c", JUPYTER).out();
    Path packages =
        Path.of(
            succeed(
                    folder,
                    python(),
                    "-c",
                    "import sysconfig; print(sysconfig.get_path('purelib'))")
                .out()
                .strip());
    Files.writeString(packages.resolve("jupyter.pth"), jupyter);
    succeed(
        folder,
        python(),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--no-index",
        wheel().toString());
  }

  private static Path wheel() throws IOException {
    try (Stream<Path> files = Files.list(InstalledKernel.assembled().getParent())) {
      return files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
    }
  }

  private String python() {
    return environment.resolve("bin/python").toString();
  }

  private Command.Outcome run(Path folder, String... line) {
    return new Command(List.of(line), folder, variables).run();
  }

  private Command.Outcome succeed(Path folder, String... line) {
    Command.Outcome outcome = run(folder, line);
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    return outcome;
  }

  @Test
  void jupyterFindsTheKernelOfTheEnvironment(@TempDir Path folder) throws IOException {
    JsonNode listed =
        JSON.readTree(
                succeed(folder, python(), "-m", "jupyter_client.kernelspecapp", "list", "--json")
                    .out())
            .path("kernelspecs")
            .path("sqlflow");
    assertThat(listed.path("resource_dir").asText())
        .isEqualTo(environment.resolve("share/jupyter/kernels/sqlflow").toString());
    assertThat(listed.path("spec").path("language").asText()).isEqualTo("sql");
  }

  @Test
  void aNotebookRunsInItByNbconvert(@TempDir Path folder) throws IOException {
    Notebook.of(folder, "SELECT 40 + 2 AS answer", "_.to_dataframes(t); t.columnNames()").write();
    succeed(
        folder,
        python(),
        "-m",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--ExecutePreprocessor.kernel_name=sqlflow",
        "--output",
        "executed",
        "notebook.ipynb");
    assertThat(Files.readString(folder.resolve("executed.ipynb"))).contains("42", "[answer]");
  }

  @Test
  void itsCommandRunsScripts(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("script.sql"), "SELECT '${who}' AS who");
    Command.Outcome outcome =
        succeed(
            folder,
            environment.resolve("bin/sqlflow").toString(),
            "run",
            "script.sql",
            "-p",
            "who=pip",
            "--format",
            "csv");
    assertThat(outcome.out()).isEqualTo("who\npip\n");
  }

  @Test
  void itStartsJavaWhateverItsVariablesChoose(@TempDir Path folder) {
    Map<String, String> another = new HashMap<>(variables);
    another.put("_JAVA_OPTIONS", "-XX:+UseParallelGC -Xshare:on");
    another.put("JAVA_TOOL_OPTIONS", "-XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10");
    Command.Outcome outcome =
        new Command(
                List.of(environment.resolve("bin/sqlflow").toString(), "--version"),
                folder,
                another)
            .run();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("SQLFlow ");
  }

  @Test
  void withoutAJavaItSaysWhatToInstall(@TempDir Path folder) {
    Map<String, String> without = new HashMap<>(variables);
    without.put("JAVA_HOME", "/nowhere");
    without.put("PATH", folder.toString());
    Command.Outcome outcome =
        new Command(
                List.of(environment.resolve("bin/sqlflow").toString(), "--version"),
                folder,
                without)
            .run();
    assertThat(outcome.status()).isOne();
    assertThat(outcome.err()).contains("needs a JDK 17 or newer").doesNotContain("Traceback");
  }

  @Test
  void parametersOfPapermillAreACellOfJava(@TempDir Path folder) throws IOException {
    String cell =
        succeed(
                folder,
                python(),
                "-c",
                """
                from sqlflow_kernel import parameters
                for name, value in {
                    "n": 5, "big": 2**40, "huge": 2**70, "x": 2.5, "yes": True, "no": None,
                    "text": 'a "b" \\\\ \\n\\x01\\u00fc', "many": [1, "two"], "named": {"k": 1.5},
                }.items():
                    print(parameters.declaration(name, value))
                """)
            .out();
    Notebook.of(
            folder,
            cell,
            "n + \" \" + big + \" \" + huge + x + yes + no + many + named + text.length()",
            "SELECT ${n} + 1 AS n")
        .write();
    Command.Outcome outcome =
        succeed(folder, environment.resolve("bin/sqlflow").toString(), "run", "notebook.ipynb");
    assertThat(outcome.out())
        .contains("5 1099511627776 1180591620717411303424" + "2.5truenull[1, two]{k=1.5}11");
    List<String> declared = new ArrayList<>();
    succeed(
            folder,
            python(),
            "-c",
            "from sqlflow_kernel.parameters import declared\n"
                + "print(declared('int n = 3; String s = \"a;b\"; // which\\nfoo(n);'))")
        .out()
        .lines()
        .forEach(declared::add);
    assertThat(declared)
        .containsExactly("[('n', 'int', '3', ''), ('s', 'String', '\"a;b\"', 'which')]");
  }
}
