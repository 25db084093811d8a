package org.sqlflow.kernel.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.kernel.cell.CellEditing;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.connection.CellInput;
import org.sqlflow.kernel.connection.CellStreams;
import org.sqlflow.kernel.connection.Exchange;
import org.sqlflow.kernel.connection.Exchange.Answer;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.java.JShellInterpreter;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.magic.SqlflowMagic;

/** Which messages answer which, without sockets, threads or another process. */
class HandlersTest {
  private final SqlflowMagic magic =
      new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""));
  private final CellStreams streams = new CellStreams(Map.of());
  private Exchange frontEnd;
  private boolean stopped;

  @BeforeEach
  void start() throws GeneralSecurityException {
    Displays displays = new Displays(new Renderer());
    KernelSession session = new KernelSession(magic, displays);
    JavaInterpreter java = new JShellInterpreter(session);
    Cells cells = new Cells(magic, java, displays, session);
    Handlers.Identity identity =
        new Handlers.Identity(
            "sqlflow", "1.2.3", new LanguageInfo.Builder("sqlflow").build(), "hello", List.of());
    frontEnd = new Exchange();
    new Handlers(
            identity,
            cells,
            new CellEditing(magic, java, cells),
            streams,
            new CellInput(null, streams),
            new CommManager(),
            () -> stopped = true)
        .register(frontEnd);
  }

  @AfterEach
  void end() {
    magic.close();
  }

  private List<Answer> execute(String code, Map<String, ?> options) {
    Map<String, Object> content = new java.util.HashMap<>(options);
    content.put("code", code);
    return frontEnd.ask("execute_request", content);
  }

  private List<Answer> execute(String code) {
    return execute(code, Map.of());
  }

  private static JsonObject reply(List<Answer> answers) {
    return answers.stream().filter(a -> a.channel().equals("shell")).findFirst().get().content();
  }

  private static List<String> types(List<Answer> answers) {
    return answers.stream().map(Answer::type).toList();
  }

  @Test
  void theReplyComesBehindTheOutputsAndIdleBehindTheReply() {
    assertThat(types(execute("%%sqlflow\nSELECT 1 AS a; SELECT 2 AS b")))
        .containsExactly(
            "status", "execute_input", "display_data", "execute_result", "execute_reply", "status");
  }

  @Test
  void whatAFailingCellShowsComesBeforeItsError() {
    List<Answer> answers = execute("%%sqlflow\nSELECT 1 AS a; SELECT nope");
    assertThat(types(answers))
        .containsExactly(
            "status", "execute_input", "display_data", "error", "execute_reply", "status");
    assertThat(reply(answers).get("status").getAsString()).isEqualTo("error");
    assertThat(reply(answers).get("traceback"))
        .isEqualTo(answers.get(3).content().get("traceback"));
  }

  @Test
  void aSilentCellPublishesItsStateOnly() {
    List<Answer> answers = execute("%%sqlflow\nSELECT nope", Map.of("silent", true));
    assertThat(types(answers)).containsExactly("status", "execute_reply", "status");
    assertThat(reply(answers).get("execution_count").getAsInt()).isZero();
  }

  @Test
  void cellsAreCountedUnlessTheyAreEmptyOrNotStored() {
    assertThat(reply(execute("%%sqlflow SELECT 1")).get("execution_count").getAsInt()).isEqualTo(1);
    assertThat(reply(execute("  \n")).get("execution_count").getAsInt()).isEqualTo(1);
    execute("%%sqlflow SELECT 1", Map.of("store_history", false));
    assertThat(reply(execute("%%sqlflow SELECT 1")).get("execution_count").getAsInt()).isEqualTo(2);
  }

  @Test
  void anAbortedCellIsNotRun() {
    List<Answer> answers =
        frontEnd.askAborted(
            "execute_request", Map.of("code", "%%sqlflow\nCREATE TABLE t AS SELECT 1"));
    assertThat(types(answers)).containsExactly("status", "execute_reply", "status");
    assertThat(reply(answers).get("status").getAsString()).isEqualTo("aborted");
    assertThat(reply(execute("%%sqlflow\nFROM t")).get("status").getAsString()).isEqualTo("error");
  }

  @Test
  void helpIsAPageOfTheReplyAndNoOutput() {
    List<Answer> answers = execute("kmeans?");
    assertThat(types(answers))
        .containsExactly("status", "execute_input", "execute_reply", "status");
    JsonObject page = reply(answers).getAsJsonArray("payload").get(0).getAsJsonObject();
    assertThat(page.get("source").getAsString()).isEqualTo("page");
    assertThat(page.getAsJsonObject("data").get("text/plain").getAsString())
        .contains("model.n_clusters")
        .satisfies(HandlersTest::fits100Columns);
    assertThat(page.getAsJsonObject("data").get("text/html").getAsString()).contains("<table");
    assertThat(reply(execute("?")).toString()).contains("%%sqlflow [options]");
    assertThat(reply(execute("?nothing_of_the_kind")).get("evalue").getAsString())
        .isEqualTo("no help on nothing_of_the_kind");
  }

  private static void fits100Columns(String text) {
    assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(100);
  }

  @Test
  void theParametersOfPapermillAreVariables() {
    execute("int n = 3; String city = \"Rome\";");
    execute("# Parameters\nn = 5\ncity = \"O'Brien\"\nids = [1, 2]\nnone = None\n");
    assertThat(
            execute("SELECT '${city}' AS c, ${n} AS n, 2 IN (${ids}) AS i, ${none} IS NULL AS z")
                .toString())
        .contains("O'Brien", "true");
  }

  @Test
  void aGridHasAllRowsAndATextOfTheFirst() {
    String shown = execute("%sqlflow --grid SELECT range AS i FROM range(50)").toString();

    assertThat(shown).contains("data-sqlflow-grid", "<script>", "10 of 50 rows", ">49</td>");
    shown = execute("%sqlflow --grid --limit 5 SELECT range AS i FROM range(50)").toString();
    assertThat(shown).contains("5 of 50 rows", ">4</td>").doesNotContain(">5</td>");
    assertThat(execute("%sqlflow SELECT range AS i FROM range(50)").toString())
        .doesNotContain("<script>");
  }

  @Test
  void aPlanKeepsItsLinesAndItsFont() {
    List<Answer> answers = execute("EXPLAIN SELECT range % 3 AS g FROM range(100) GROUP BY 1");
    JsonObject result =
        answers.stream()
            .filter(answer -> answer.type().equals("execute_result"))
            .findFirst()
            .orElseThrow()
            .content()
            .getAsJsonObject("data");

    assertThat(result.get("text/plain").getAsString().lines().count()).isGreaterThan(5);
    assertThat(result.get("text/plain").getAsString()).doesNotContain("\u21b5");
    assertThat(result.get("text/html").getAsString()).contains("font-family:monospace");
  }

  @Test
  void aTableInTheNotebookIsBounded() {
    String shown = execute("%sqlflow --limit 0 SELECT range AS i FROM range(100000)").toString();

    assertThat(shown)
        .contains("of 100,000 rows", "more would exceed the output limit of 1,000 kB")
        .contains("SQLFLOW_OUTPUT_LIMIT");
    assertThat(shown.length()).isLessThan(4_000_000);
  }

  @Test
  void aCellTakesAwayWhatItHasShown() {
    List<Answer> answers = execute("clearOutput(true); 7");
    assertThat(types(answers))
        .containsExactly(
            "status", "execute_input", "clear_output", "execute_result", "execute_reply", "status");
    assertThat(answers.get(2).content().get("wait").getAsBoolean()).isTrue();
  }

  @Test
  void theHistoryHasInputsAndOutputs() {
    execute("%%sqlflow SELECT 1 AS one");
    execute("%%sqlflow SELECT 2 AS two");
    assertThat(
            reply(
                    frontEnd.ask(
                        "history_request",
                        Map.of("hist_access_type", "search", "pattern", "*tw?", "output", true)))
                .getAsJsonArray("history"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("[1,2,[\"%%sqlflow SELECT 2 AS two\",\"two");
  }

  @Test
  void theEndStopsWhatRunsBeforeItIsConfirmed() {
    JsonObject reply = reply(frontEnd.ask("shutdown_request", Map.of("restart", true)));
    assertThat(stopped).isTrue();
    assertThat(reply.toString()).isEqualTo("{\"status\":\"ok\",\"restart\":true}");
  }

  @Test
  void introductionsAndCommsAreAnswered() {
    assertThat(reply(frontEnd.ask("kernel_info_request", Map.of())).toString())
        .contains("\"status\":\"ok\"", "\"implementation_version\":\"1.2.3\"");
    assertThat(reply(frontEnd.ask("comm_info_request", Map.of())).toString())
        .isEqualTo("{\"status\":\"ok\",\"comms\":{}}");
  }
}
