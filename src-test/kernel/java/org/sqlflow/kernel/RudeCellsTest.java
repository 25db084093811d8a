package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java cells that take away what later cells need. */
final class RudeCellsTest extends KernelTest {
  @Test
  void cellsPrintAfterOneTookTheStreamsAway() {
    client.execute("System.setOut(null); System.setErr(null);");

    assertThat(client.execute("System.out.println(\"here\")").all("stream").toString())
        .contains("here");
    assertThat(client.execute("System.err.println(\"there\")").all("stream").toString())
        .contains("there");
  }

  /** Each waits in native code. A loop that catches all can be hit between two rounds and end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ sayWhenStuck(); new java.net.ServerSocket(0).accept(); }",
        "new Object() { public String toString() { sayWhenStuck(); try { new"
            + " java.net.ServerSocket(0).accept(); } catch (java.io.IOException e) { } return \"\";"
            + " } }",
      })
  void codeThatDoesNotStopIsGivenUp(String code) {
    client.execute("int kept = 42;");
    client.execute(
        """
        void sayWhenStuck() {
            Thread here = Thread.currentThread();
            new Thread(() -> {
                while (!here.getStackTrace()[0].getMethodName().matches("accept|poll"))
                    Thread.onSpinWait();
                System.out.println("on");
            }).start();
        }
        """);
    String running = client.sendCell(code);
    client.awaitPublished(running, "stream");

    client.askControl("interrupt_request", Map.of());

    JsonObject reply = client.reply(running);
    assertThat(reply.get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(reply.get("evalue").getAsString()).contains("keeps running in the background");
    assertThat(client.execute("kept").resultText()).isEqualTo("42");
    String loop = client.sendCell("{ System.out.println(\"on\"); while (true) {} }");
    client.awaitPublished(loop, "stream");
    client.askControl("interrupt_request", Map.of());
    assertThat(client.reply(loop).get("evalue").getAsString())
        .isEqualTo("the cell was interrupted");
  }

  @Test
  void anAnswerThatCannotBeSentIsAnErrorThatFrontEndsShow() {
    JupyterClient.Executed run =
        client.execute(
            "var d = new org.dflib.jjava.jupyter.kernel.display.DisplayData(\"x\");"
                + " d.putData(\"application/json\", Double.NaN); d");

    assertThat(run.status()).isEqualTo("error");
    assertThat(run.all("error")).hasSize(1);
    assertThat(client.execute("1 + 1").resultText()).isEqualTo("2");
  }
}
