package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CellStreamsTest {
  private final CellStreams streams = new CellStreams();
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
    assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("a line\n");
    streams.out().print("no end of line");
    assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("no end of line");
  }
}
