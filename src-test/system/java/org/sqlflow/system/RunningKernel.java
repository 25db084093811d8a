package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one kernel, which runs from the first to the last of them and ends when asked to. */
@ExtendWith(RealKernel.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunningKernel {
  KernelClient client;

  @BeforeAll
  void start(InstalledKernel kernel, @TempDir Path folder) {
    client = KernelClient.start(kernel, folder);
  }

  @AfterAll
  void end() {
    try {
      assertThat(client.shutdown()).as("it ends when asked to").isZero();
    } finally {
      client.close();
    }
  }

  final void theNextCellRuns() {
    assertThat(client.execute("%%sqlflow\nSELECT 6 * 7 AS answer").only("execute_result") + "")
        .contains("42");
    JsonNode result = client.execute("6 * 7").only("execute_result");
    assertThat(result.path("data").path("text/plain").asText()).isEqualTo("42");
  }
}
