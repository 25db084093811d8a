package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.magic.SqlflowMagic;

/** The kernel in this process, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Resources.SYSTEM_OUT)
class SqlflowKernelTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private SqlflowMagic magic;
  private KernelConnection connection;
  private JupyterClient client;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    client = new JupyterClient();
    connection = new KernelConnection(client.properties());
    magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
    SqlflowKernel kernel = new SqlflowKernel(magic, "1.2.3");
    kernel.becomeHandlerForConnection(connection);
    kernel.captureStreams();
    connection.connect();
    client.connect();
  }

  @AfterAll
  void end() {
    try {
      JsonObject reply = client.askControl("shutdown_request", Map.of("restart", true));
      assertThat(reply.get("status").getAsString()).isEqualTo("ok");
      assertThat(reply.get("restart").getAsBoolean()).isTrue();
      connection.waitUntilClose();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("sqlflow-shell", "sqlflow-control", "sqlflow-heartbeat");
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
      client.close();
      magic.close();
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
  void theTableOfAnEarlierNameIsReplaced() {
    client.execute("%%sqlflow SELECT 1 AS one");
    client.execute("_.to_dataframes(\"t\");");
    assertThat(client.execute("t.get(0, 0)").resultText()).isEqualTo("1");
    client.execute("%%sqlflow SELECT 2 AS two");
    client.execute("_.to_dataframes(t)");
    assertThat(client.execute("t.get(0, 0)").resultText()).isEqualTo("2");
    assertThat(client.execute("_.to_dataframes(class)").reply().get("evalue").getAsString())
        .isEqualTo("`class` is a word of the Java language");
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
  void anErrorIsShortAndTheQueueIsAborted() {
    String fails = client.sendCell("Thread.sleep(300); throw new IllegalStateException(\"no\");");
    String waits = client.sendCell("1 + 1");
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
    String fails = client.sendCell("Thread.sleep(100); int x = \"\";", goOn);
    String waits = client.sendCell("1 + 1");
    assertThat(client.await(fails).status()).isEqualTo("error");
    assertThat(client.await(waits).resultText()).isEqualTo("2");
  }

  @Test
  void whatCannotBeReadIsDroppedAndTheNextMessageAnswered() {
    client.sendWithWrongSignature();
    client.sendWithoutUsername();
    client.sendNoise();
    assertThat(client.execute("2 + 2").resultText()).isEqualTo("4");
  }

  @Test
  void printedTextComesInOrderBeforeTheResult() {
    JupyterClient.Executed cell =
        client.execute("System.out.print(\"a\"); System.err.print(\"b\"); 3");
    assertThat(cell.published())
        .extracting(JupyterClient.Message::type)
        .containsExactly("status", "execute_input", "stream", "stream", "execute_result", "status");
    assertThat(cell.all("stream").get(0).text("text")).isEqualTo("a");
    assertThat(cell.all("stream").get(1).text("name")).isEqualTo("stderr");
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
  void aLoopIsInterruptedByMessage() {
    String loop = client.sendCell("System.out.println(\"on\"); while (true) {}");
    client.awaitPublished(loop, "stream");
    assertThat(client.askControl("interrupt_request", Map.of()).get("status").getAsString())
        .isEqualTo("ok");
    JsonObject reply = client.reply(loop);
    assertThat(reply.get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("20 + 1").resultText()).isEqualTo("21");
  }

  @Test
  void anInterruptedTrainingSaysWhereItStoodOrKeepsItsState() {
    client.execute(
        "%%sqlflow CREATE TABLE rows AS SELECT random() AS a, random() AS b FROM range(5000)");
    String endless =
        "%%sqlflow SELECT * FROM rows TO TRAIN clusterModel WITH n_clusters = 3,"
            + " encode_units = [8, 2], pretrain_epochs = 3, train_max_iters = 100000000,"
            + " train_use_tol = false ";

    JsonObject stopped = client.reply(interrupted(endless + "INTO endless"));
    assertThat(stopped.get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(stopped.get("evalue").getAsString())
        .containsPattern("the training of endless was interrupted in clustering pass \\d+ of")
        .contains("Nothing is stored.");

    String kept = interrupted(endless + ", train.on_interrupt = keep INTO endless");
    assertThat(client.reply(kept).get("status").getAsString()).isEqualTo("ok");
    assertThat(
            client
                .execute("%%sqlflow SELECT * FROM rows TO PREDICT g.g USING endless")
                .reply()
                .get("status")
                .getAsString())
        .isEqualTo("ok");
  }

  /** Sends a training, and stops it once it clusters. */
  private String interrupted(String code) {
    String request = client.sendCell(code);
    String progress = "";
    while (!progress.contains("clustering pass")) {
      progress = client.awaitPublished(request, "update_display_data").content().toString();
    }
    client.askControl("interrupt_request", Map.of());
    return request;
  }

  @Test
  void aQueryIsInterruptedByMessage() {
    client.execute("%%sqlflow SELECT 1");
    String query =
        client.sendCell(
            "%%sqlflow\nSELECT count(*) FROM range(10000000) a, range(10000000) b"
                + " WHERE a.range % 7 = b.range % 11");
    client.awaitPublished(query, "execute_input");
    client.askControl("interrupt_request", Map.of());
    assertThat(client.reply(query).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("%%sqlflow SELECT 3 AS three").resultText()).contains("three");
  }

  @Test
  void aCellCanAskForALine() {
    String asks =
        client.sendCell("new Scanner(System.in).nextLine() + \"!\"", Map.of("allow_stdin", true));
    client.answer("hello");
    assertThat(client.await(asks).resultText()).isEqualTo("hello!");
    assertThat(client.execute("System.in.read()").reply().get("evalue").getAsString())
        .contains("does not let a cell ask for input");
  }

  @Test
  void aConnectionAsksForThePasswordThatTheCellDoesNotHold() throws Exception {
    String url = "jdbc:h2:" + folder.resolve("asks");
    DriverManager.getConnection(url, "sa", "s3cret").close();
    String cell = "%sqlflow --connect " + url + ";USER=sa --alias asks";

    String asks = client.sendCell(cell, Map.of("allow_stdin", true));
    JsonObject question = client.question();
    assertThat(question.get("prompt").getAsString()).isEqualTo("Password for " + url + ": ");
    assertThat(question.get("password").getAsBoolean()).isTrue();
    client.send("s3cret");
    assertThat(client.await(asks).status()).isEqualTo("ok");
    assertThat(client.execute("%sqlflow SELECT H2VERSION() AS v").resultText()).contains("2.");
    client.execute("%sqlflow --connect default");

    assertThat(client.execute(cell + "2").reply().get("evalue").getAsString())
        .contains("does not let you in", "SQLFLOW_PASSWORD");
    client.execute("%sqlflow --connect postgresql://u:s3cret@127.0.0.1:1/db");
    assertThat(
            client
                .ask(
                    "history_request",
                    Map.of("hist_access_type", "tail", "n", 3, "raw", true, "output", false))
                .toString())
        .contains("postgresql://u:***@127.0.0.1")
        .doesNotContain("s3cret");
  }

  @Test
  void anInterruptEndsTheWaitForAPassword() throws Exception {
    String url = "jdbc:h2:" + folder.resolve("waits");
    DriverManager.getConnection(url, "sa", "s3cret").close();

    String asks =
        client.sendCell(
            "%sqlflow --connect " + url + ";USER=sa --alias waits", Map.of("allow_stdin", true));
    client.question();
    client.askControl("interrupt_request", Map.of());

    assertThat(client.reply(asks).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("%sqlflow SELECT 1 AS one").resultText()).contains("one");
  }

  @Test
  void codeIsCompletedCheckedAndExplained() {
    client.execute("int counter = 1;");
    assertThat(client.ask("complete_request", Map.of("code", "count", "cursor_pos", 5)).toString())
        .contains("\"counter\"", "\"cursor_start\":0");
    assertThat(client.ask("is_complete_request", Map.of("code", "for (;;) {")).toString())
        .contains("incomplete");
    assertThat(stateOf(client, "%%sqlflow")).isEqualTo("incomplete");
    assertThat(stateOf(client, "%%sqlflow\nSELECT (1")).isEqualTo("incomplete");
    assertThat(stateOf(client, "%%sqlflow\nSELECT 1 TO TRAIN kmeans INTO m")).isEqualTo("complete");
    assertThat(stateOf(client, "%%sqlflow\nSELECT 1 TO TRAIN kmeans INOT m")).isEqualTo("invalid");
    assertThat(
            client
                .ask(
                    "inspect_request",
                    Map.of("code", "Math.max(", "cursor_pos", 9, "detail_level", 0))
                .toString())
        .contains("max(int a, int b)");
    assertThat(client.ask("comm_info_request", Map.of()).toString()).contains("\"comms\":{}");
  }

  private static String stateOf(JupyterClient client, String code) {
    return client
        .ask("is_complete_request", Map.of("code", code))
        .getAsJsonPrimitive("status")
        .getAsString();
  }

  private JsonObject complete(String marked) {
    int cursor = marked.codePointCount(0, marked.indexOf('|'));
    return client.ask(
        "complete_request", Map.of("code", marked.replace("|", ""), "cursor_pos", cursor));
  }

  @Test
  void cellsOfSqlAreCompletedInCodePoints() {
    JsonObject reply = complete("%%sqlflow\nSELECT '\uD83D\uDE00' TO TRAIN kme| INTO m");
    assertThat(reply.getAsJsonArray("matches").toString()).isEqualTo("[\"kmeans\"]");
    assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(30);
    assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(33);
    assertThat(reply.getAsJsonObject("metadata"))
        .isEqualTo(
            JsonParser.parseString(
                "{\"_jupyter_types_experimental\":[{\"text\":\"kmeans\",\"type\":\"estimator\","
                    + "\"start\":30,\"end\":33}]}"));
    client.execute("1 + 1"); // JShell is there then
    JsonObject java = complete("String s = \"\uD83D\uDE00\" + \"a\".leng|th()");
    assertThat(java.getAsJsonArray("matches").toString()).isEqualTo("[\"length\"]");
    assertThat(java.get("cursor_start").getAsInt()).isEqualTo(21);
    assertThat(java.get("cursor_end").getAsInt()).isEqualTo(27);
    assertThat(complete("%%sq|").getAsJsonArray("matches").toString()).isEqualTo("[\"%%sqlflow\"]");
    assertThat(complete("// first\n%sqlflow --qu|").toString()).contains("\"--quiet\"");
    client.execute(
        "%%sqlflow --as bound_table CREATE TABLE completed AS SELECT 1 AS one; FROM completed");
    assertThat(complete("%sqlflow --persist bound|").toString()).contains("bound_table");
    assertThat(complete("%%sqlflow\nSELECT 'a|'").getAsJsonArray("matches")).isEmpty();
  }

  @Test
  void wordsOfCellsOfSqlAreExplained() {
    JsonObject reply =
        client.ask(
            "inspect_request",
            Map.of(
                "code", "%%sqlflow\nFROM t TO TRAIN kmeans", "cursor_pos", 32, "detail_level", 0));
    assertThat(reply.get("found").getAsBoolean()).isTrue();
    assertThat(reply.getAsJsonObject("data").get("text/plain").getAsString())
        .startsWith("kmeans, an estimator")
        .contains("model.n_clusters = 10");
    assertThat(reply.getAsJsonObject("data").get("text/html").getAsString())
        .startsWith("<b>kmeans, an estimator</b>");
    assertThat(
            client
                .ask("inspect_request", Map.of("code", "%%sqlflow\n", "cursor_pos", 10))
                .get("found")
                .getAsBoolean())
        .isFalse();
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
  void aCellShowsValuesAmongWhatItPrints() {
    JupyterClient.Executed cell =
        client.execute(
            "System.out.print(\"a\"); var shown = display(html(\"<b>1</b>\"));"
                + " System.out.print(\"b\"); shown.update(\"2\"); display(new"
                + " java.awt.image.BufferedImage(3, 2, 1))");
    assertThat(cell.published())
        .extracting(JupyterClient.Message::type)
        .filteredOn(type -> !type.equals("update_display_data")) // comes when it comes
        .containsExactly(
            "status",
            "execute_input",
            "stream",
            "display_data",
            "stream",
            "display_data",
            "status");
    JsonObject html = cell.all("display_data").get(0).content();
    assertThat(html.getAsJsonObject("data").get("text/html").getAsString()).isEqualTo("<b>1</b>");
    assertThat(cell.all("update_display_data").get(0).content().getAsJsonObject("transient"))
        .isEqualTo(html.getAsJsonObject("transient"));
    assertThat(cell.all("display_data").get(1).content().getAsJsonObject("data").keySet())
        .containsExactlyInAnyOrder("text/plain", "image/png");
  }

  @Test
  void threadsOfACellPrintIntoIt() {
    JupyterClient.Executed cell =
        client.execute(
            "var t = new Thread(() -> { System.out.println(\"one\"); System.out.println(\"two\");"
                + " }); t.start(); t.join(); System.out.println(\"three\");");
    String printed = String.join("", cell.all("stream").stream().map(m -> m.text("text")).toList());
    assertThat(printed.lines()).containsExactly("one", "two", "three");
  }

  @Test
  void aFloodOfLinesIsCutAndTheKernelGoesOn() {
    JupyterClient.Executed cell =
        client.execute(
            "for (int i = 0; i < 100_000; i++) System.out.println(\"line number \" + i);");
    List<JupyterClient.Message> streams = cell.all("stream");
    assertThat(streams.size()).isLessThan(200);
    String printed = String.join("", streams.stream().map(m -> m.text("text")).toList());
    assertThat(printed.length()).isLessThan(1_001_000);
    assertThat(printed).contains("[left out: 4").contains("SQLFLOW_OUTPUT_LIMIT");
    assertThat(client.execute("1 + 2").resultText()).isEqualTo("3");
  }

  @Test
  void anEndlessLoopOfPrintsIsInterrupted() {
    String loop = client.sendCell("while (true) System.out.println(\"on and on\");");
    client.awaitPublished(loop, "stream");
    client.askControl("interrupt_request", Map.of());
    assertThat(client.reply(loop).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("1 + 3").resultText()).isEqualTo("4");
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
