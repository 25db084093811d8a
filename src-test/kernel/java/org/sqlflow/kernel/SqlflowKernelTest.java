package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The kernel in this process, over real sockets. */
class SqlflowKernelTest extends KernelTest {
  @AfterAll
  @Override
  void end() {
    try {
      JsonObject reply = client.askControl("shutdown_request", Map.of("restart", true));
      assertThat(reply.get("status").getAsString()).isEqualTo("ok");
      assertThat(reply.get("restart").getAsBoolean()).isTrue();
      kernel.awaitEnd();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("sqlflow-shell", "sqlflow-control", "sqlflow-heartbeat");
    } finally {
      super.end();
    }
  }

  @Test
  void itIntroducesItself() {
    JsonObject info = client.ask("kernel_info_request", Map.of());
    assertThat(info.get("status").getAsString()).isEqualTo("ok");
    assertThat(info.get("implementation").getAsString()).isEqualTo("sqlflow");
    assertThat(info.get("implementation_version").getAsString()).isEqualTo("1.2.3");
    assertThat(info.getAsJsonObject("language_info").get("mimetype").getAsString())
        .isEqualTo("text/x-sql");
    assertThat(client.askControl("kernel_info_request", Map.of()).get("banner").getAsString())
        .contains("%%sqlflow");
  }

  @Test
  void itsHeartBeats() {
    byte[] beat = "beat".getBytes(StandardCharsets.US_ASCII);
    assertThat(client.beat(beat)).isEqualTo(beat);
  }

  @Test
  void aQueryGivesATableAndBecomesAJavaVariable() {
    JupyterClient.Executed query =
        client.execute("%%sqlflow\nSELECT 7 AS seven, NULL AS nothing, '' AS empty");
    assertThat(query.resultText()).contains("seven", "7", "NULL", "1 row");
    JupyterClient.Executed named = client.execute("_.to_dataframes(result_table)");
    assertThat(named.resultText()).isEqualTo(query.resultText());
    assertThat(client.execute("result_table.columnNames()").resultText())
        .isEqualTo("[seven, nothing, empty]");
    assertThat(client.execute("_.size()").resultText()).isEqualTo("3");
  }

  @Test
  void aJarIsForJavaCells() throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Extra.java"),
            "package extra; public class Extra { public static int seven() { return 7; } }");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    Path jar = folder.resolve("extra.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("extra/Extra.class"));
      out.write(Files.readAllBytes(classes.resolve("extra/Extra.class")));
    }

    assertThat(client.execute("extra.Extra.seven()").status()).isEqualTo("error");
    JupyterClient.Executed used = client.execute("%jars " + jar + "\nextra.Extra.seven()");

    assertThat(used.resultText()).isEqualTo("7");
  }

  @Test
  void theTableOfAnEarlierNameIsReplaced() {
    client.execute("%%sqlflow SELECT 1 AS one");
    client.execute("_.to_dataframes(\"t\");");
    assertThat(client.execute("t.get(0, 0)").resultText()).isEqualTo("1");
    client.execute("%%sqlflow SELECT 2 AS two");
    client.execute("_.to_dataframes(t)");
    assertThat(client.execute("t.get(0, 0)").resultText()).isEqualTo("2");
    assertThat(client.execute("_.to_dataframes(class)").reply().get("evalue").getAsString())
        .isEqualTo("`class` is a reserved word of Java");
  }

  @Test
  void earlierResultSetsOfACellAreShownAboveItsResult() {
    JupyterClient.Executed cell = client.execute("%%sqlflow SELECT 1 AS a; SELECT 2 AS b");
    assertThat(cell.published())
        .extracting(JupyterClient.Message::type)
        .containsExactly("status", "execute_input", "display_data", "execute_result", "status");
    assertThat(client.execute("_.get(0).columnNames()").resultText()).isEqualTo("[a]");
  }

  @Test
  void anErrorIsBoldAndItsLinesAreNoLongerThanAPageIsWide() {
    String words = "a word ".repeat(40).strip();
    JupyterClient.Executed failed =
        client.execute("throw new IllegalStateException(\"" + words + "\");");
    List<String> lines = new ArrayList<>();
    failed
        .all("error")
        .get(0)
        .content()
        .getAsJsonArray("traceback")
        .forEach(line -> lines.add(line.getAsString()));
    assertThat(lines.get(0)).startsWith("\u001b[1m").endsWith("\u001b[0m");
    assertThat(lines)
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.replaceAll("\u001b\\[\\d+m", "").length() <= 100);
    assertThat(String.join(" ", lines).replaceAll("\u001b\\[\\d+m", "")).contains(words);
  }

  private static final String QUEUED = "org.sqlflow.test.next.queued";

  /** Java that waits in the kernel, which is in this process, as long as it takes. */
  private static final String UNTIL_QUEUED =
      "while (System.clearProperty(\"" + QUEUED + "\") == null) Thread.sleep(10); ";

  @Test
  void anErrorIsShortAndTheQueueIsAborted() {
    String fails = client.sendCell(UNTIL_QUEUED + "throw new IllegalStateException(\"no\");");
    String waits = client.sendCell("1 + 1");
    System.setProperty(QUEUED, "");
    JupyterClient.Executed failed = client.await(fails);
    assertThat(failed.status()).isEqualTo("error");
    assertThat(failed.all("error").get(0).content().getAsJsonArray("traceback").toString())
        .contains("IllegalStateException: no")
        .doesNotContain("org.sqlflow", "java.base");
    assertThat(client.await(waits).status()).isEqualTo("aborted");
    assertThat(client.execute("1 + 1").resultText()).isEqualTo("2");
  }

  @Test
  void withoutStopOnErrorTheQueueRunsOn() {
    Map<String, Boolean> goOn = Map.of("stop_on_error", false);
    String fails = client.sendCell(UNTIL_QUEUED + "Integer.parseInt(\"\");", goOn);
    String waits = client.sendCell("1 + 1");
    System.setProperty(QUEUED, "");
    assertThat(client.await(fails).status()).isEqualTo("error");
    assertThat(client.await(waits).resultText()).isEqualTo("2");
  }

  /** Else two of them would run at once. */
  @Test
  void cellsRunOnTheShellChannelAlone() {
    JsonObject reply = client.askControl("execute_request", Map.of("code", "1 + 1"));
    assertThat(reply.get("status").getAsString()).isEqualTo("error");
    assertThat(reply.get("evalue").getAsString())
        .isEqualTo("execute_request belongs on the shell channel");
  }

  @Test
  void whatCannotBeReadIsDroppedAndTheNextMessageAnswered() {
    client.sendWithWrongSignature();
    client.sendWithoutUsername();
    client.sendNoise();
    assertThat(client.execute("2 + 2").resultText()).isEqualTo("4");
  }

  @Test
  void silentCellsLeaveNoTrace() {
    int before = client.execute("0").reply().get("execution_count").getAsInt();
    JupyterClient.Executed silent =
        client.execute("System.out.println(1); 1", Map.of("silent", true));
    assertThat(silent.published())
        .extracting(JupyterClient.Message::type)
        .containsExactly("status", "status");
    JupyterClient.Executed passing = client.execute("\"passing\"", Map.of("store_history", false));
    assertThat(passing.resultText()).isEqualTo("passing");
    assertThat(client.execute("0").reply().get("execution_count").getAsInt()).isEqualTo(before + 1);
    assertThat(history(Map.of("hist_access_type", "tail", "n", 2)))
        .contains("\"0\"")
        .doesNotContain("passing");
  }

  private String history(Map<String, ?> request) {
    return client.ask("history_request", request).getAsJsonArray("history").toString();
  }

  @Test
  void theHistoryOfTheSessionIsFound() {
    client.execute("\"needle\" + 1");
    int line = client.execute("\"needle\" + 2").reply().get("execution_count").getAsInt();
    assertThat(history(Map.of("hist_access_type", "tail", "n", 1)))
        .isEqualTo("[[1," + line + ",\"\\\"needle\\\" + 2\"]]");
    assertThat(
            history(Map.of("hist_access_type", "search", "pattern", "*needle* ?", "output", true)))
        .contains("needle1", "needle2");
    assertThat(
            history(
                Map.of("hist_access_type", "range", "session", 0, "start", line, "stop", line + 1)))
        .startsWith("[[1," + line + ",");
  }

  @Test
  void userExpressionsAreAnswered() {
    JsonObject values =
        client
            .execute(
                "int five = 5;", Map.of("user_expressions", Map.of("ok", "five + 1", "bad", "x")))
            .reply()
            .getAsJsonObject("user_expressions");
    assertThat(values.getAsJsonObject("ok").toString()).contains("ok", "6");
    assertThat(values.getAsJsonObject("bad").get("status").getAsString()).isEqualTo("error");
  }

  @Test
  void resultsOfEarlierCellsAreNamedByTheirNumbers() {
    JupyterClient.Executed sql = client.execute("%%sqlflow SELECT 5 AS five");
    int number = sql.reply().get("execution_count").getAsInt();
    client.execute("\"between\"");
    assertThat(client.execute("Out[" + number + "].to_dataframe().get(0, 0)").resultText())
        .isEqualTo("5");
    client.execute("%%sqlflow SELECT 6 AS six");
    assertThat(client.execute("__").resultText()).isEqualTo("5");
    assertThat(client.execute("Out[" + number + "]").resultText()).contains("five");
  }

  @Test
  void theJavaFramesOfAnErrorAreShownOnRequest() {
    client.execute("Integer.parseInt(\"x\")");
    assertThat(client.execute("%sqlflow --debug").resultText())
        .startsWith("NumberFormatException: For input string: \"x\"")
        .contains("at java.base/java.lang.Integer.parseInt");
    client.execute("%%sqlflow SELECT nope");
    assertThat(client.execute("%sqlflow --debug").resultText())
        .contains("nope", "org.sqlflow.database.DatabaseException", "Caused by");
    JupyterClient.Executed failing = client.execute("%%sqlflow --debug\nSELECT nope");
    assertThat(failing.all("error").get(0).content().getAsJsonArray("traceback").toString())
        .contains("line 2:8", "org.sqlflow.database.DatabaseException");
    assertThat(client.execute("%%sqlflow --debug SELECT 1 AS one").resultText()).contains("one");
  }
}
