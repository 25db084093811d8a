package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a cell asks the person at the front end. */
class QuestionsTest extends KernelTest {
  @Test
  void aCellCanAskForALine() {
    String asks =
        client.sendCell("new Scanner(System.in).nextLine() + \"!\"", Map.of("allow_stdin", true));
    client.answer("hello");
    assertThat(client.await(asks).resultText()).isEqualTo("hello!");
    assertThat(client.execute("System.in.read()").reply().get("evalue").getAsString())
        .contains("does not support input");
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
        .contains("access denied by ", "SQLFLOW_PASSWORD");
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
}
