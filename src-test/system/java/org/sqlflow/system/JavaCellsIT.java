package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Java cells in the kernel's process, as Jupyter's own client sees them. */
@ExtendWith(RealKernel.class)
class JavaCellsIT {
  @TempDir private Path folder;
  private KernelClient client;

  @BeforeEach
  void start(InstalledKernel kernel) {
    client = KernelClient.start(kernel, folder);
  }

  @AfterEach
  void end() {
    client.close();
  }

  private String result(String code) {
    return client.execute(code).only("execute_result").path("data").path("text/plain").asText();
  }

  @Test
  void resultsAndTheSessionAreAtHand() {
    client.execute("%%sqlflow SELECT range AS n FROM range(4)");
    assertThat(result("_.to_dataframe().rowCount() * 10")).isEqualTo("40");
    assertThat(result("__.size() + Out[1].size() + _")).isEqualTo("42");
    client.execute(
        "sqlflow.connection().createStatement().execute(\"CREATE TABLE t AS SELECT 8 AS n\")");
    assertThat(result("sqlflow.query(\"FROM t\").getString(0, 0)")).isEqualTo("8");
    assertThat(client.execute("%%sqlflow FROM t").status()).isEqualTo("ok");
  }

  @Test
  void textFilesOfSeveralEncodingsAreRead() {
    String read =
        result(
            """
            import tech.tablesaw.api.Table;
            import java.nio.file.*;
            String read = "";
            for (String encoding : new String[] {"UTF-8", "UTF-16", "Shift_JIS"}) {
              Path file = Files.createTempFile("rows", ".csv");
              String rows = "word,n\\n" + "これは日本語の文章です,1\\n".repeat(50);
              Files.write(file, rows.getBytes(encoding));
              Table table = Table.read().csv(file.toString());
              read += encoding + " " + table.rowCount() + " " + table.getString(49, 0) + "; ";
              Files.delete(file);
            }
            read\
            """);
    assertThat(read)
        .contains("UTF-8 50 これは日本語の文章です;")
        .contains("UTF-16 50 これは日本語の文章です;")
        .contains("Shift_JIS 50 これは日本語の文章です;");
  }

  @Test
  void aChartIsAPicture() {
    JsonNode data =
        client
            .execute(
                """
                import org.knowm.xchart.*;
                var chart = new XYChartBuilder().width(300).height(200).build();
                chart.addSeries("squares", new double[] {1, 2, 3}, new double[] {1, 4, 9});
                chart\
                """)
            .only("execute_result")
            .path("data");
    assertThat(data.path("image/png").asText()).startsWith("iVBORw0KGgo");
  }

  @Test
  void floodsAreCutAndTheKernelGoesOn() {
    client.execute(
        "for (int i = 0; i < 100_000; i++) System.out.println(\"line number \" + i);",
        cell -> {
          assertThat(cell.all("stream")).hasSizeLessThan(300);
          assertThat(cell.printed())
              .startsWith("line number 0\n")
              .hasSizeBetween(1_000_000, 1_001_000)
              .contains("[omitted: ");
        });
    client.execute(
        "System.out.println(\"x\".repeat(50_000_000));",
        cell -> assertThat(cell.printed()).contains("[omitted: 49,000 kB]"));
    String endless = client.send("while (true) System.out.println(\"on and on\");");
    client.awaitOutput(endless, "stream");
    client.interrupt();
    assertThat(client.await(endless).error()).contains("the cell was interrupted");
    assertThat(result("6 * 7")).isEqualTo("42");
  }
}
