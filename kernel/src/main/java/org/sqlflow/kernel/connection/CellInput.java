package org.sqlflow.kernel.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** {@code System.in} of the cells: each read without buffered text asks the user for a line. */
public final class CellInput extends InputStream {
  private final FrontEndInput frontEnd;
  private final CellStreams streams;
  private final AtomicReference<Optional<RequestEnvironment>> cell =
      new AtomicReference<>(Optional.empty());
  private byte[] line = new byte[0];
  private int next;

  /** Input for the cells given to {@link #attach}. */
  public CellInput(FrontEndInput frontEnd, CellStreams streams) {
    this.frontEnd = frontEnd;
    this.streams = streams;
  }

  /** The cell that may ask; empty if its front end does not support input. */
  public void attach(Optional<RequestEnvironment> asking) {
    cell.set(asking);
  }

  @Override
  public synchronized int read() throws IOException {
    if (next == line.length) {
      fill();
    }
    return line[next++] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (next == line.length) {
      fill();
    }
    int count = Math.min(length, line.length - next);
    System.arraycopy(line, next, into, offset, count);
    next += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return line.length - next;
  }

  /**
   * Asks for a line that is not shown.
   *
   * @param isStopped ends the wait
   * @return empty if the front end does not support input, or no line came
   */
  public Optional<String> password(String prompt, BooleanSupplier isStopped) {
    streams.flush();
    return cell.get()
        .flatMap(
            asking -> {
              try {
                return Optional.of(frontEnd.readPassword(asking, prompt, isStopped));
              } catch (IOException ended) {
                return Optional.empty();
              }
            });
  }

  private void fill() throws IOException {
    RequestEnvironment asking =
        cell.get()
            .orElseThrow(
                // Not an IOException, which a Scanner would swallow.
                () ->
                    new IllegalStateException(
                        "this front end does not support input: give the value in the cell"));
    streams.flush();
    line = (frontEnd.readLine(asking, "") + "\n").getBytes(UTF_8);
    next = 0;
  }
}
