package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CellStreamsTest {
  private final CellStreams streams = new CellStreams(Map.of());
  private final List<String> sent = new ArrayList<>();

  private void attach(String cell) {
    streams.attach((type, text) -> sent.add(cell + " " + type + " " + text));
  }

  @Test
  void whatIsPrintedTogetherIsSentTogetherAndInOrder() {
    attach("1");
    streams.out().print("a");
    streams.out().println("b");
    streams.err().print("c");
    streams.out().print("d");
    streams.flush();
    assertThat(sent).containsExactly("1 OUT ab" + System.lineSeparator(), "1 ERR c", "1 OUT d");
  }

  @Test
  void lateOutputGoesToTheLastCell() {
    attach("1");
    streams.flush();
    streams.out().print("late");
    attach("2");
    streams.out().print("new");
    streams.flush();
    assertThat(sent).containsExactly("1 OUT late", "2 OUT new");
  }

  @Test
  void aCharacterIsNeverSentInPieces() {
    attach("1");
    byte[] text = "\u20ac\ud83d\ude00".getBytes(UTF_8);
    for (byte b : text) {
      streams.out().write(b);
      streams.flush();
    }
    assertThat(sent).containsExactly("1 OUT \u20ac", "1 OUT \ud83d\ude00");
  }

  @Test
  void itIsSentWithoutBeingAskedFor() throws InterruptedException {
    LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    streams.attach((type, text) -> arrived.add(text));
    streams.start();
    streams.out().print("a line\n");
    assertThat(arrived.poll(120, TimeUnit.SECONDS)).isEqualTo("a line\n");
    streams.out().print("no end of line");
    assertThat(arrived.poll(120, TimeUnit.SECONDS)).isEqualTo("no end of line");
  }

  @Test
  void aFloodIsCutAndCounted() {
    attach("1");
    for (int i = 0; i < 30_000; i++) {
      streams.out().println("a line of forty characters or about that");
    }
    streams.end();
    attach("2");
    streams.out().print("next");
    streams.end();
    String shown = String.join("", sent);
    assertThat(shown).hasSizeBetween(1_000_000, 1_000_500);
    assertThat(shown)
        .contains("[output limit of 1,000 kB reached: further output is omitted;")
        .contains("[omitted: 5,61")
        .endsWith("2 OUT next");
  }

  @Test
  void oneEndlessLineIsCutToo() {
    attach("1");
    streams.out().print("\u20ac".repeat(5_000_000));
    streams.end();
    assertThat(sent.get(0)).hasSize(6 + 333_333).endsWith("\u20ac");
    assertThat(sent.get(2)).isEqualTo("1 ERR [omitted: 14,000 kB]\n");
  }

  @Test
  void theLimitIsASetting() {
    CellStreams unlimited = new CellStreams(Map.of("SQLFLOW_OUTPUT_LIMIT", "0"));
    unlimited.attach((type, text) -> sent.add(text));
    for (int i = 0; i < 5; i++) {
      unlimited.out().print("x".repeat(500_000));
      unlimited.flush();
    }
    unlimited.end();
    assertThat(String.join("", sent)).hasSize(2_500_000);
  }
}
