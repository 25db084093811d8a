package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's process over ZeroMQ, as Jupyter's own client sees it. */
@ExtendWith(RealKernel.class)
class KernelIT {
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

  @Test
  void itIntroducesItself() {
    JsonNode info = client.kernelInfo();
    assertThat(info.path("status").asText()).isEqualTo("ok");
    assertThat(info.path("protocol_version").asText()).startsWith("5.");
    JsonNode language = info.path("language_info");
    assertThat(language.path("name").asText()).isEqualTo("sql");
    assertThat(language.path("mimetype").asText()).isEqualTo("text/x-sql");
    assertThat(language.path("file_extension").asText()).isEqualTo(".sql");
  }

  @Test
  void eachOfManyFrontEndsThatSubscribeIsWelcomed() {
    assertThat(client.subscribe(100)).hasSize(100).containsOnly("iopub_welcome");
  }

  @Test
  void aQueryShowsATableAsHtmlAndAsText() {
    client.execute(
        "%%sqlflow\nSELECT 1 AS one, 'it''s' AS text, NULL AS nothing",
        cell -> {
          assertThat(cell.status()).as(cell.error()).isEqualTo("ok");
          JsonNode result = cell.only("execute_result");
          assertThat(result.path("execution_count").asInt()).isEqualTo(1);
          assertThat(result.path("data").path("text/html").asText())
              .contains("<table", "one", "NULL");
          assertThat(result.path("data").path("text/plain").asText())
              .contains("one", "it's", "NULL");
        });
  }

  @Test
  void theSqlMayStandOnTheMagicLine() {
    assertThat(
            client.execute("%%sqlflow SELECT 41 + 1 AS answer").only("execute_result").toString())
        .contains("answer", "42");
  }

  @Test
  void anErrorSaysWhereWithoutJavaFramesAndTheNextCellRuns() {
    client.execute(
        "%%sqlflow\nSELECT 1 AS fine,\n       nope FROM range(3)",
        cell -> {
          assertThat(cell.status()).isEqualTo("error");
          assertThat(cell.error())
              .containsPattern("line \\d+:8")
              .contains("nope FROM range(3)")
              .containsPattern("\n *\\^")
              .doesNotContain("at org.")
              .doesNotContain("java.");
          assertThat(cell.all("error")).hasSize(1);
        });
    assertThat(client.execute("%%sqlflow\nSELECT 2").status()).isEqualTo("ok");
  }

  @Test
  void aCellWithoutMagicIsJava() {
    assertThat(
            client.execute("1+1").only("execute_result").path("data").path("text/plain").asText())
        .isEqualTo("2");
    assertThat(client.execute("System.out.println(\"hello\");").printed()).isEqualTo("hello\n");
    assertThat(client.execute("int oops = \"text\";").status()).isEqualTo("error");
    assertThat(client.execute("int fine = 3; fine * 2").only("execute_result").toString())
        .contains("6");
  }

  @Test
  void theLastResultBecomesATablesawTable() {
    client.execute("%%sqlflow\nSELECT i AS id, i * i AS square FROM range(25) t(i)");
    client.execute(
        "_.to_dataframes(result_table)",
        cell -> {
          assertThat(cell.status()).as(cell.error()).isEqualTo("ok");
          assertThat(cell.only("execute_result").path("data").path("text/html").asText())
              .contains("square");
        });
    assertThat(client.execute("result_table.rowCount()").only("execute_result").toString())
        .contains("25");
    assertThat(client.execute("result_table.columnNames()").only("execute_result").toString())
        .contains("[id, square]");
  }

  @Test
  void tablesAreThereTomorrow(InstalledKernel kernel) {
    client.execute("%%sqlflow\nCREATE TABLE kept AS SELECT 7 AS seven");
    assertThat(client.shutdown()).isZero();
    assertThat(folder.resolve("sqlflow.duckdb")).isNotEmptyFile();
    try (KernelClient tomorrow = KernelClient.start(kernel, folder)) {
      assertThat(tomorrow.execute("%%sqlflow\nFROM kept").only("execute_result").toString())
          .contains("seven", "7");
    }
  }

  @Test
  void aJavaCellIsInterruptedAndTheNextOneRuns() {
    String request =
        client.send(
            "System.out.println(\"asleep\"); Thread.sleep(600_000); System.out.println(\"up\");");
    client.awaitOutput(request, "stream");
    client.interrupt();
    KernelClient.Cell cell = client.await(request);
    assertThat(cell.status()).isEqualTo("error");
    assertThat(cell.printed()).doesNotContain("up");
    assertThat(client.execute("20 + 1").only("execute_result").toString()).contains("21");
  }

  @Test
  void afterAnErrorTheCellsThatWaitAreAborted() {
    Signal queued = Signal.in(folder);
    String sleeps = client.send(queued.await() + " throw new IllegalStateException(\"stop\");");
    String waits = client.send("1+1");
    queued.give();
    assertThat(client.await(sleeps).error()).contains("IllegalStateException: stop");
    assertThat(client.await(waits).status()).isEqualTo("aborted");
    assertThat(client.execute("1+1").status()).isEqualTo("ok");
  }

  @Test
  void groupsAreFoundFromSqlToATable() {
    client.execute(
        """
        %%sqlflow
        CREATE TABLE blobs AS
        SELECT i AS id, (i % 3) * 10 + sin(i) AS m1, (i % 3) * -7 + cos(i * 7) AS m2
        FROM range(600) t(i)
        """);
    client.execute(
        """
        %%sqlflow
        SELECT * FROM blobs
        TO TRAIN clusterModel
        WITH model.encode_units = [16, 2] model.n_clusters = 3 model.pretrain_epochs = 20
        COLUMN m1, m2
        INTO three_groups;
        SELECT * FROM blobs TO PREDICT grouped.group_id USING three_groups
        """,
        cell -> assertThat(cell.status()).as(cell.error()).isEqualTo("ok"));
    client.execute(
        "%%sqlflow\nSELECT group_id, count(*) AS n, min(id % 3) = max(id % 3) AS whole FROM grouped"
            + " GROUP BY group_id ORDER BY group_id");
    client.execute("_.to_dataframes(groups)");
    // Three clouds, far apart: each is a separate group.
    String print =
        "for (var row : groups) System.out.println(row.getObject(0) + \" \" + row.getObject(1) + \""
            + " \" + row.getObject(2));";
    client.execute(
        print,
        cell -> assertThat(cell.printed()).isEqualTo("0 200 true\n1 200 true\n2 200 true\n"));
  }
}
