package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rarer messages, failures of all kinds, and whether the kernel obeys. One kernel for all. */
class ProtocolIT extends RunningKernel {
  private static final String ENDLESS_TRAINING =
      """
      %%sqlflow
      SELECT random() AS a, random() AS b, random() AS c FROM range(50000)
      TO TRAIN autoencoder WITH model.encode_units = [200, 2] model.pretrain_epochs = 100000
      INTO endless\
      """;
  private static final String ENDLESS_QUERY =
      "%%sqlflow\nSELECT count(*) FROM range(10000000) a, range(10000000) b"
          + " WHERE a.range % 7 = b.range % 11";

  @Test
  void aSilentCellShowsNothingAndDoesNotCount() {
    int before = client.execute("0").reply().path("execution_count").asInt();
    String silent = client.send("System.out.println(1); 1", Map.of("silent", true));
    KernelClient.Cell cell = client.await(silent);
    assertThat(cell.status()).isEqualTo("ok");
    assertThat(cell.outputs()).isEmpty();
    assertThat(client.execute("0").reply().path("execution_count").asInt()).isEqualTo(before + 1);
  }

  @Test
  void aCellThatIsNotStoredIsNotInTheHistory() {
    client.await(client.send("\"secret\"", Map.of("store_history", false)));
    client.execute("\"told\"");
    JsonNode tail = client.message("history_request", Map.of("hist_access_type", "tail", "n", 5));
    assertThat(tail.path("history") + "").contains("told").doesNotContain("secret");
  }

  @Test
  void userExpressionsHaveValuesOrErrors() {
    Map<String, String> asked = Map.of("good", "40 + 2", "bad", "nope");
    JsonNode values =
        client
            .await(client.send("1", Map.of("user_expressions", asked)))
            .reply()
            .path("user_expressions");
    assertThat(values.path("good").path("data").path("text/plain").asText()).isEqualTo("42");
    assertThat(values.path("bad").path("status").asText()).isEqualTo("error");
  }

  @Test
  void withoutStopOnErrorTheQueueRunsOn(@TempDir Path signals) {
    Signal queued = Signal.in(signals);
    String fails = client.send(queued.await() + " int x = 1 / 0;", Map.of("stop_on_error", false));
    String waits = client.send("5 + 5");
    queued.give();
    assertThat(client.await(fails).status()).isEqualTo("error");
    assertThat(client.await(waits).status()).isEqualTo("ok");
  }

  @Test
  void theHistoryIsFoundByTailRangeAndSearch() {
    int line = client.execute("\"needle\" + 1").reply().path("execution_count").asInt();
    client.execute("\"needle\" + 2");
    assertThat(history(Map.of("hist_access_type", "tail", "n", 1)))
        .contains("2")
        .doesNotContain("+ 1");
    assertThat(
            history(
                Map.of("hist_access_type", "range", "session", 0, "start", line, "stop", line + 1)))
        .contains("+ 1")
        .doesNotContain("+ 2");
    assertThat(
            history(
                Map.of(
                    "hist_access_type", "search", "pattern", "*needle*", "output", true, "n", 9)))
        .contains("needle1", "needle2");
  }

  private String history(Map<String, ?> request) {
    return client.message("history_request", request).path("history").toString();
  }

  @Test
  void whatStandsAtTheEndIsInspected() {
    client.execute("0");
    JsonNode found =
        client.message(
            "inspect_request", Map.of("code", "Math.max(", "cursor_pos", 9, "detail_level", 0));
    assertThat(found.path("status").asText()).isEqualTo("ok");
    assertThat(found.path("found").asBoolean()).isTrue();
    assertThat(found.path("data").path("text/plain").asText()).contains("max(int a, int b)");
    assertThat(
            client
                .message(
                    "inspect_request", Map.of("code", "nope", "cursor_pos", 4, "detail_level", 0))
                .path("found")
                .asBoolean())
        .isFalse();
  }

  @Test
  void thereAreNoComms() {
    JsonNode reply = client.message("comm_info_request", Map.of());
    assertThat(reply.path("status").asText()).isEqualTo("ok");
    assertThat(reply.path("comms")).isEmpty();
  }

  @Test
  void whatIsPrintedAfterTheEndIsNotLost(@TempDir Path signals) {
    Signal over = Signal.in(signals);
    String cell =
        client.send(
            "new Thread(() -> { try { "
                + over.await()
                + " } catch (Exception e) {} System.out.println(\"late\"); }).start();");
    assertThat(client.await(cell).printed()).isEmpty();
    over.give();
    assertThat(client.late(cell).path("text").asText()).isEqualTo("late\n");
  }

  @Test
  void whatIsForgedBrokenOrUnknownIsDroppedAndTheNextCellRuns() {
    client.sendForged("kernel_info_request");
    client.sendWithout("username", "kernel_info_request");
    client.sendWithout("msg_type", "kernel_info_request");
    client.sendWithout("date", "kernel_info_request");
    client.sendWithout("msg_id", "kernel_info_request");
    client.sendUnanswered("debug_request");
    client.sendUnanswered("no_such_request");
    theNextCellRuns();
  }

  @Test
  void afterAnErrorOfTheJvmTheNextCellRuns() {
    Map<String, String> errors =
        Map.of(
            "long[] all = new long[Integer.MAX_VALUE];", "OutOfMemoryError",
            "int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)", "StackOverflowError",
            "System.loadLibrary(\"nosuchlibrary\");", "UnsatisfiedLinkError",
            "throw new Error(\"boom\");", "Error");
    errors.forEach(
        (code, name) -> {
          KernelClient.Cell cell = client.execute(code);
          assertThat(cell.reply().path("ename").asText()).as(code).isEqualTo(name);
          assertThat(cell.error()).contains("of cell [").doesNotContain("org.sqlflow");
          theNextCellRuns();
        });
  }

  @Test
  void anEndlessTrainingStops() {
    String cell = client.send(ENDLESS_TRAINING);
    client.awaitOutput(cell, "display_data");
    assertStops(cell);
    assertThat(client.execute("%%sqlflow\nSHOW TRAIN endless").error()).contains("endless");
  }

  @Test
  void anEndlessQueryStops() {
    client.execute("%%sqlflow\nSELECT 1");
    String cell = client.send(ENDLESS_QUERY);
    client.awaitOutput(cell, "execute_input");
    assertStops(cell);
  }

  @Test
  void anEndlessJavaLoopStops() {
    String cell = client.send("System.out.println(\"on\"); while (true) {}");
    client.awaitOutput(cell, "stream");
    assertStops(cell);
  }

  private void assertStops(String cell) {
    client.stop(cell);
    assertThat(client.await(cell).reply().path("ename").asText()).isEqualTo("Interrupted");
    theNextCellRuns();
  }

  @Test
  void aKernelThatTrainsShutsDown(InstalledKernel kernel, @TempDir Path folder) {
    try (KernelClient training = KernelClient.start(kernel, folder)) {
      String cell = training.send(ENDLESS_TRAINING);
      training.awaitOutput(cell, "display_data");
      training.shutdown();
      assertThat(training.isAlive()).isFalse();
    }
    assertThat(folder.resolve("sqlflow.duckdb.wal")).doesNotExist();
  }

  @Test
  void aHundredThousandLinesArriveInFewMessages() {
    KernelClient.Cell cell =
        client.execute("for (int i = 0; i < 100_000; i++) System.out.println(i);");
    assertThat(cell.printed()).startsWith("0\n1\n").endsWith("99999\n");
    assertThat(cell.printed().lines()).hasSize(100_000);
    assertThat(cell.all("stream")).hasSizeLessThan(1000);
  }
}
