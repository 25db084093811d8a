package org.sqlflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cells print and show while they run. */
class PrintedTextTest extends KernelTest {
  @Test
  void printedTextComesInOrderBeforeTheResult() {
    JupyterClient.Executed cell =
        client.execute("System.out.print(\"a\"); System.err.print(\"b\"); 3");
    assertThat(cell.published())
        .extracting(JupyterClient.Message::type)
        .containsExactly("status", "execute_input", "stream", "stream", "execute_result", "status");
    assertThat(cell.all("stream").get(0).text("text")).isEqualTo("a");
    assertThat(cell.all("stream").get(1).text("name")).isEqualTo("stderr");
  }

  @Test
  void aCellShowsValuesAmongWhatItPrints() {
    JupyterClient.Executed cell =
        client.execute(
            "System.out.print(\"a\"); var shown = display(html(\"<b>1</b>\"));"
                + " System.out.print(\"b\"); shown.update(\"2\"); display(new"
                + " java.awt.image.BufferedImage(3, 2, 1))");
    assertThat(cell.published())
        .extracting(JupyterClient.Message::type)
        .filteredOn(type -> !type.equals("update_display_data")) // comes when it comes
        .containsExactly(
            "status",
            "execute_input",
            "stream",
            "display_data",
            "stream",
            "display_data",
            "status");
    JsonObject html = cell.all("display_data").get(0).content();
    assertThat(html.getAsJsonObject("data").get("text/html").getAsString()).isEqualTo("<b>1</b>");
    assertThat(cell.all("update_display_data").get(0).content().getAsJsonObject("transient"))
        .isEqualTo(html.getAsJsonObject("transient"));
    assertThat(cell.all("display_data").get(1).content().getAsJsonObject("data").keySet())
        .containsExactlyInAnyOrder("text/plain", "image/png");
  }

  @Test
  void threadsOfACellPrintIntoIt() {
    JupyterClient.Executed cell =
        client.execute(
            "var t = new Thread(() -> { System.out.println(\"one\"); System.out.println(\"two\");"
                + " }); t.start(); t.join(); System.out.println(\"three\");");
    String printed = String.join("", cell.all("stream").stream().map(m -> m.text("text")).toList());
    assertThat(printed.lines()).containsExactly("one", "two", "three");
  }

  @Test
  void aFloodOfLinesIsCutAndTheKernelGoesOn() {
    JupyterClient.Executed cell =
        client.execute(
            "for (int i = 0; i < 100_000; i++) System.out.println(\"line number \" + i);");
    List<JupyterClient.Message> streams = cell.all("stream");
    assertThat(streams.size()).isLessThan(200);
    String printed = String.join("", streams.stream().map(m -> m.text("text")).toList());
    assertThat(printed.length()).isLessThan(1_001_000);
    assertThat(printed).contains("[omitted: 4").contains("SQLFLOW_OUTPUT_LIMIT");
    assertThat(client.execute("1 + 2").resultText()).isEqualTo("3");
  }
}
