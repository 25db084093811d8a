package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.sqlflow.kernel.display.OutputLimit;

/**
 * Sends the output that cells print in batches: at a line's end or after 100 ms, and before any
 * other output of the cell. The order of the two streams is kept. Output after a cell's end goes to
 * the last cell.
 *
 * <p>Output beyond a limit per cell is counted and omitted, so that a loop floods neither the front
 * end nor the notebook file.
 *
 * <p>Threads that print only fill a buffer: older JVMs stop Java cells by killing their thread, and
 * a thread killed while sending would leave half a message on the socket.
 */
public final class CellStreams {
  private static final long PARTIAL_LINE_MS = 100;
  private static final long BETWEEN_LINES_MS = 50;
  private static final int FULL = 1 << 20;
  private static final int PIECE = 1 << 16;

  private final Object sending = new Object();
  private final Object buffer = new Object();
  private final Deque<Part> parts = new ArrayDeque<>();
  private int size;
  private boolean lineEnded;
  private final OutputLimit limit;
  private BiConsumer<StreamType, String> sink = (type, text) -> {};
  private final PrintStream out = new PrintStream(new Buffered(StreamType.OUT), false, UTF_8);
  private final PrintStream err = new PrintStream(new Buffered(StreamType.ERR), false, UTF_8);

  private record Part(StreamType type, ByteArrayOutputStream bytes) {}

  /** Streams with the output limit of an environment. */
  public CellStreams(Map<String, String> environment) {
    this.limit = new OutputLimit(OutputLimit.bytes(environment));
  }

  /** For {@code System.out}. */
  public PrintStream out() {
    return out;
  }

  /** For {@code System.err}. */
  public PrintStream err() {
    return err;
  }

  /** Starts the thread that sends. */
  public void start() {
    Thread sender = new Thread(this::sendAlways, "sqlflow-streams");
    sender.setDaemon(true);
    sender.start();
  }

  /** Sends the rest of the last cell's output, and then everything to this cell. */
  public void attach(BiConsumer<StreamType, String> cell) {
    synchronized (sending) {
      end();
      sink = cell;
      restore();
      synchronized (buffer) {
        limit.reset();
      }
    }
  }

  /** Sets the streams again if a cell has set them to null. */
  private void restore() {
    if (System.out == null) {
      System.setOut(out);
    }
    if (System.err == null) {
      System.setErr(err);
    }
  }

  /** Sends the rest of the output of the ending cell, and how much was omitted. */
  public void end() {
    synchronized (sending) {
      flush();
      sendNotice(OutputLimit::omitted);
    }
  }

  private void sendNotice(Function<OutputLimit, Optional<String>> sentence) {
    Optional<String> notice;
    synchronized (buffer) {
      notice = sentence.apply(limit);
    }
    notice.ifPresent(text -> sink.accept(StreamType.ERR, text));
  }

  /** Sends what was printed so far. */
  public void flush() {
    synchronized (sending) {
      for (Part part : take()) {
        sink.accept(part.type(), part.bytes().toString(UTF_8));
      }
      sendNotice(OutputLimit::beginning);
    }
  }

  private Deque<Part> take() {
    synchronized (buffer) {
      Deque<Part> taken = new ArrayDeque<>(parts);
      parts.clear();
      size = 0;
      lineEnded = false;
      for (StreamType type : StreamType.values()) {
        keepPartialCharacter(taken, type);
      }
      buffer.notifyAll();
      return taken;
    }
  }

  /** Bytes of an incomplete character wait for the rest of it. */
  private void keepPartialCharacter(Deque<Part> taken, StreamType type) {
    Part last = taken.peekLast();
    if (last == null || last.type() != type) {
      return;
    }
    byte[] bytes = last.bytes().toByteArray();
    int whole = wholeCharacters(bytes);
    if (whole == bytes.length) {
      return;
    }
    taken.removeLast();
    if (whole > 0) {
      Part head = new Part(type, new ByteArrayOutputStream());
      head.bytes().write(bytes, 0, whole);
      taken.add(head);
    }
    append(type, bytes, whole, bytes.length - whole);
  }

  /** How many bytes make complete characters; the rest, at most three, is the start of one. */
  private static int wholeCharacters(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int lead = bytes[bytes.length - back] & 0xff;
      if (lead < 0x80) {
        return bytes.length;
      }
      if (lead >= 0xc0) {
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return length > back ? bytes.length - back : bytes.length;
      }
    }
    return bytes.length;
  }

  private void append(StreamType type, byte[] bytes, int offset, int length) {
    if (parts.isEmpty() || parts.getLast().type() != type) {
      parts.add(new Part(type, new ByteArrayOutputStream()));
    }
    parts.getLast().bytes().write(bytes, offset, length);
    size += length;
  }

  private void write(StreamType type, byte[] bytes, int offset, int length) {
    synchronized (buffer) {
      int allowed = limit.allow(bytes, offset, length);
      for (int from = offset; from < offset + allowed; from += PIECE) {
        if (!awaitRoom()) {
          return;
        }
        int size = Math.min(PIECE, offset + allowed - from);
        append(type, bytes, from, size);
        for (int i = from + size - 1; i >= from && !lineEnded; i--) {
          lineEnded = bytes[i] == '\n';
        }
        buffer.notifyAll();
      }
    }
  }

  /** False if the printing thread was interrupted meanwhile. */
  private boolean awaitRoom() {
    while (size > FULL) {
      try {
        buffer.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Continues when a cell interrupts this thread, since later cells print too. */
  private void sendAlways() {
    while (true) {
      try {
        awaitWorthSending();
        sendWaiting();
        Thread.sleep(BETWEEN_LINES_MS);
      } catch (InterruptedException e) {
        sendWaiting();
      }
    }
  }

  /**
   * Sends what is waiting. If that fails for lack of memory it is lost, but later output is not.
   */
  private void sendWaiting() {
    try {
      flush();
    } catch (OutOfMemoryError full) {
      Thread.yield();
    }
  }

  private void awaitWorthSending() throws InterruptedException {
    synchronized (buffer) {
      while (size == 0) {
        buffer.wait();
      }
      long end = System.nanoTime() + PARTIAL_LINE_MS * 1_000_000;
      long left = PARTIAL_LINE_MS;
      while (!lineEnded && size < FULL && left > 0) {
        buffer.wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    }
  }

  private final class Buffered extends OutputStream {
    private final StreamType type;

    Buffered(StreamType type) {
      this.type = type;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      CellStreams.this.write(type, bytes, offset, length);
    }
  }
}
