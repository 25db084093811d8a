package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a database that would run a command of a terminal: none reaches a front end. */
final class HostileTextsTest extends KernelTest {
  private static final String HOSTILE = "x\u001b]52;c;aGk=\u0007\u009b31m\u202e\u200by";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%sqlflow SELECT '{}' AS a",
        "%sqlflow SELECT 1 AS \"{}\"",
        "%sqlflow SELECT '{}'::INTEGER",
        "%sqlflow SELECT * FROM \"{}\"",
        "%sqlflow SHOW TRAIN `{}`",
        "%%sqlflow SELECT range % 3 AS a, '{}' || (range % 2) AS t FROM range(50)"
            + " TO TRAIN clusterModel WITH n_clusters = 2 INTO `m{}`",
        "%sqlflow SHOW MODELS",
        "sqlflow.query(\"SELECT '{}' AS a\")",
        "sqlflow.query(\"SELECT '{}' AS a\").getString(0, 0)",
        "throw new RuntimeException(sqlflow.query(\"SELECT '{}' AS a\").getString(0, 0));",
      })
  void noneIsSent(String cell) {
    JupyterClient.Executed run = client.execute(cell.replace("{}", HOSTILE));

    assertThat(run.published())
        .filteredOn(message -> !message.type().equals("execute_input"))
        .map(message -> message.content().toString())
        .allSatisfy(HostileTextsTest::requireVisible);
    assertThat(run.published())
        .map(JupyterClient.Message::type)
        .containsAnyOf("execute_result", "display_data", "error");
    requireVisible(run.reply().toString());
  }

  /** The red of an error's first line is the kernel's own. */
  private static void requireVisible(String sent) {
    String own = sent.replace("\\u001b[1m", "").replace("\\u001b[0m", "");
    assertThat(own)
        .doesNotContain(
            "\u001b", "\\u001b", "\u0007", "\\u0007", "\u009b", "\\u009b", "\u202e", "\u200b");
  }
}
