package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the front end hears while a cell is written. */
class EditingTest extends KernelTest {
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
        .contains("<b>kmeans, an estimator</b>");
    assertThat(
            client
                .ask("inspect_request", Map.of("code", "%%sqlflow\n", "cursor_pos", 10))
                .get("found")
                .getAsBoolean())
        .isFalse();
  }
}
