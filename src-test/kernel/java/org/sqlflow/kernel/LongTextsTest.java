package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long texts are read once; with steps by the square of their length these cells take hours. */
final class LongTextsTest extends KernelTest {
  private static final int LONG = 400_000;

  @Test
  void aValueInTheDatabasesError() {
    requireCut("%sqlflow SELECT repeat('z', " + LONG + ")::INTEGER");
  }

  @Test
  void anExceptionsMessage() {
    requireCut("throw new RuntimeException(\"z\".repeat(" + LONG + "));");
    requireCut("throw new RuntimeException(\"z\".repeat(10 * " + LONG + "));");
  }

  private void requireCut(String cell) {
    JupyterClient.Executed run = client.execute(cell);

    assertThat(run.status()).isEqualTo("error");
    assertThat(run.reply().get("evalue").getAsString())
        .contains("zzz")
        .hasSizeLessThan(110_000)
        .endsWith("more characters)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "${", "x://", "password ", "''", "\\"})
  void aLiteralInACell(String piece) {
    String literal = "'" + piece.repeat(LONG / 4) + "'";

    assertThat(client.execute("%sqlflow SELECT length(" + literal + ") AS n").status()).isNotNull();
  }

  @Test
  void blanksBehindAQuestionMark() {
    assertThat(client.execute("?" + " ".repeat(LONG) + "!").status()).isEqualTo("error");
  }

  @Test
  void aSearchForManyStars() {
    client.execute("%sqlflow SELECT '" + "a".repeat(10_000) + "' AS a");
    String found =
        client
            .ask(
                "history_request",
                Map.of("hist_access_type", "search", "pattern", "*a".repeat(50) + "*b?*", "n", 9))
            .toString();

    assertThat(found).doesNotContain("aaa");
  }
}
