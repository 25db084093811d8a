package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are larger than the heap, in a separate kernel. */
final class FullMemoryTest {
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC"})
  void aResultThatIsLargerThanTheHeapIsRefusedInASentence(String collector, @TempDir Path folder)
      throws Exception {
    List<String> options = List.of("-XX:-UseSerialGC", collector, "-Xmx256m");
    try (KernelProcess kernel = KernelProcess.start(folder, options, Map.of())) {
      JupyterClient client = kernel.client();
      JupyterClient.Executed read =
          client.execute("%sqlflow all << SELECT range AS a, random() AS b FROM range(20000000)");

      assertThat(read.reply().get("evalue").getAsString())
          .contains("does not fit into memory")
          .contains("LIMIT");
      assertThat(client.execute("%sqlflow SELECT 42 AS answer").resultText()).contains("42");
      assertThat(client.beat(new byte[] {1})).containsExactly(1);
    }
  }

  /** DuckDB's driver would end the process at such bytes, and make a million objects of the map. */
  @Test
  void valuesThatAreLargerThanTheHeapAreShownOrRefused(@TempDir Path folder) throws Exception {
    try (KernelProcess kernel = KernelProcess.start(folder, List.of("-Xmx128m"), Map.of())) {
      JupyterClient client = kernel.client();
      assertThat(client.execute("%sqlflow SELECT repeat('x', 150000000)::BLOB AS b").published())
          .anySatisfy(
              message -> assertThat(message.toString()).contains("b is NULL here in 1 row"));
      assertThat(
              client
                  .execute("%sqlflow SELECT map(list(range), list(range)) AS m FROM range(300000)")
                  .resultText())
          .contains("{0=0, 1=1, 2=2");
      assertThat(
              client
                  .execute("%sqlflow SELECT list(range) AS l FROM range(20000000)")
                  .reply()
                  .get("evalue")
                  .getAsString())
          .contains("does not fit into memory")
          .contains("Select smaller values");
      assertThat(
              client
                  .execute(
                      "%%sqlflow\nSELECT repeat('x', 150000000) AS t FROM range(2) TO DESCRIBE")
                  .reply()
                  .get("evalue")
                  .getAsString())
          .contains("a value takes more than is left")
          .contains("select smaller values");
      assertThat(client.execute("%sqlflow SELECT 42 AS answer").resultText()).contains("42");
    }
  }

  @Test
  void cellsThatFillTheHeapLeaveTheKernelRunning(@TempDir Path folder) throws Exception {
    try (KernelProcess kernel = KernelProcess.start(folder, List.of("-Xmx200m"), Map.of())) {
      JupyterClient client = kernel.client();
      String fill =
          "{ var all = new ArrayList<long[]>(); while (true) { all.add(new long[1000]); } }";
      for (int i = 0; i < 3; i++) {
        assertThat(client.execute(fill).reply().get("ename").getAsString())
            .isEqualTo("OutOfMemoryError");
      }
      assertThat(client.execute("1 + 1").resultText()).isEqualTo("2");
      assertThat(client.beat(new byte[] {1})).containsExactly(1);
    }
  }
}
