package org.sqlflow.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.completion.Completion.Suggestion;

/** {@code sqlflow shell} without a real terminal, on a database in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Resources.SYSTEM_OUT)
class ShellTest {
  private CellEngine engine;
  private ShellLine.Reader reader;

  @BeforeAll
  void start(@TempDir Path folder) {
    engine = CellEngine.in(folder, Map.of(), Optional.of("duckdb://:memory:"));
    reader = new ShellLine.Reader(engine);
  }

  @AfterAll
  void end() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;",
        "select 1\nfrom t;  ",
        "SELECT 1\n",
        "commit;",
        "%sqlflow --connect sales",
        "%%sqlflow --limit 2\nSELECT 1;",
        "SELECT 1 TO TRIAN m;",
        "int x = 3;",
        "x + 1",
        "kmeans?",
        "exit",
        "",
      })
  void enterRunsWhatIsWhole(String text) {
    assertThat(reader.parse(text, text.length(), ParseContext.ACCEPT_LINE).line()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT",
        "SELECT 1",
        "SELECT 'a;",
        "SELECT * FROM t TO TRAIN kmeans\nWITH model.n_clusters = 3",
        "%%sqlflow\nSELECT 1",
        "int twice(int x) {",
        "commit",
      })
  void enterGoesOnBelowWhatIsNot(String text) {
    assertThatThrownBy(() -> reader.parse(text, text.length(), ParseContext.ACCEPT_LINE))
        .isInstanceOf(EOFError.class);
  }

  @Test
  void tabReplacesTheWordAtTheCursor() {
    String text = "SELECT 1;\nSHOW MOD";
    ShellLine line = (ShellLine) reader.parse(text, text.length(), ParseContext.COMPLETE);
    assertThat(line.word()).isEqualTo("MOD");
    assertThat(line.rawWordCursor()).isEqualTo(3);
    assertThat(line.completion().suggestions()).extracting(Suggestion::text).contains("MODELS");
  }

  @Test
  void aSessionRunsStatementsTellsErrorsAndKeepsItsHistoryWithoutPasswords(@TempDir Path folder)
      throws IOException {
    PrintStream processOut = System.out;
    PrintStream processErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String typed =
        "CREATE TABLE t AS\nSELECT 7 AS seven;\nFROM t;\nSELECT nope;\nhelp\n"
            + "%sqlflow --connect postgresql://u:s3cret@127.0.0.1:1/d\nint x = 3;\nx + 39\nexit\n"
            + "SELECT 'not reached';\n";
    try (DumbTerminal terminal =
        new DumbTerminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream())) {
      Surroundings surroundings =
          new Surroundings(
              folder,
              folder,
              Map.of("HOME", folder.toString()),
              System.in,
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              false);
      assertThat(new ShellCommand(surroundings).run(terminal)).isZero();
    } finally {
      System.setOut(processOut);
      System.setErr(processErr);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("seven\n-----\n    7\n", "line 1:8: ", "SHOW TABLES the tables", "\n42\n")
        .doesNotContain("not reached", "s3cret", "\tat ");
    Path history = folder.resolve(".sqlflow_history");
    assertThat(history).content().contains("FROM t;", "u:***@").doesNotContain("s3cret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
  }
}
