package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stops when the user interrupts a cell, and what is left of it. */
class InterruptedCellsTest extends KernelTest {
  @Test
  void aLoopIsInterruptedByMessage() {
    String loop = client.sendCell("System.out.println(\"on\"); while (true) {}");
    client.awaitPublished(loop, "stream");
    assertThat(client.askControl("interrupt_request", Map.of()).get("status").getAsString())
        .isEqualTo("ok");
    JsonObject reply = client.reply(loop);
    assertThat(reply.get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("20 + 1").resultText()).isEqualTo("21");
  }

  @Test
  void anInterruptedTrainingSaysWhereItStoodOrKeepsItsState() {
    client.execute(
        "%%sqlflow CREATE TABLE rows AS SELECT random() AS a, random() AS b FROM range(5000)");
    String endless =
        "%%sqlflow SELECT * FROM rows TO TRAIN clusterModel WITH n_clusters = 3,"
            + " encode_units = [8, 2], pretrain_epochs = 3, train_max_iters = 100000000,"
            + " train_use_tol = false ";

    JsonObject stopped = client.reply(interrupted(endless + "INTO endless"));
    assertThat(stopped.get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(stopped.get("evalue").getAsString())
        .containsPattern("the training of endless was interrupted in clustering epoch \\d+ of")
        .contains("Nothing is stored.");

    String kept = interrupted(endless + ", train.on_interrupt = keep INTO endless");
    assertThat(client.reply(kept).get("status").getAsString()).isEqualTo("ok");
    assertThat(
            client
                .execute("%%sqlflow SELECT * FROM rows TO PREDICT g.g USING endless")
                .reply()
                .get("status")
                .getAsString())
        .isEqualTo("ok");
  }

  /** Sends a training, and stops it once it clusters. */
  private String interrupted(String code) {
    String request = client.sendCell(code);
    String progress = "";
    while (!progress.contains("clustering epoch")) {
      progress = client.awaitPublished(request, "update_display_data").content().toString();
    }
    client.askControl("interrupt_request", Map.of());
    return request;
  }

  @Test
  void aQueryIsInterruptedByMessage() {
    client.execute("%%sqlflow SELECT 1");
    String query =
        client.sendCell(
            "%%sqlflow\nSELECT count(*) FROM range(10000000) a, range(10000000) b"
                + " WHERE a.range % 7 = b.range % 11");
    client.awaitPublished(query, "execute_input");
    client.askControl("interrupt_request", Map.of());
    assertThat(client.reply(query).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("%%sqlflow SELECT 3 AS three").resultText()).contains("three");
  }

  @Test
  void anEndlessLoopOfPrintsIsInterrupted() {
    String loop = client.sendCell("while (true) System.out.println(\"on and on\");");
    client.awaitPublished(loop, "stream");
    client.askControl("interrupt_request", Map.of());
    assertThat(client.reply(loop).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("1 + 3").resultText()).isEqualTo("4");
  }

  @Test
  void rowsThatAreBeingReadAreInterrupted() {
    client.execute("%%sqlflow SELECT 1");
    String rows =
        client.sendCell("%%sqlflow all <<\nSELECT range, range || 'x' AS t FROM range(100000000)");
    client.awaitPublished(rows, "execute_input");
    client.askControl("interrupt_request", Map.of());

    assertThat(client.reply(rows).get("ename").getAsString()).isEqualTo("Interrupted");
    assertThat(client.execute("%%sqlflow SELECT 3 AS three").resultText()).contains("three");
  }

  private static final String ALL_ARE_QUEUED = "org.sqlflow.test.queued";

  /** Java that waits in the kernel, which is in this process, as long as it takes. */
  private static String untilAllAreQueued() {
    System.clearProperty(ALL_ARE_QUEUED);
    return "while (System.getProperty(\"" + ALL_ARE_QUEUED + "\") == null) Thread.sleep(10);";
  }

  @Test
  void cellsThatWaitBehindAnErrorOrAnInterruptDoNotRun() {
    for (String first :
        List.of(
            "System.out.println(); " + untilAllAreQueued() + " throw new IllegalStateException();",
            "System.out.println(); Thread.sleep(1_000_000);")) {
      String failing = client.sendCell(first);
      List<String> queued = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        queued.add(client.sendCell("System.out.println(" + i + ");"));
      }
      System.setProperty(ALL_ARE_QUEUED, "");
      if (first.contains("1_000_000")) {
        client.awaitPublished(failing, "stream");
        client.askControl("interrupt_request", Map.of());
      }

      assertThat(client.reply(failing).get("status").getAsString()).isEqualTo("error");
      assertThat(queued)
          .allMatch(cell -> client.reply(cell).get("status").getAsString().equals("aborted"));
      assertThat(client.execute("7").resultText()).isEqualTo("7");
    }
  }
}
