package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
