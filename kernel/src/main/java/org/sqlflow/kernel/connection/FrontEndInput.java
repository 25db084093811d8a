package org.sqlflow.kernel.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;

/**
 * Asks the user at the front end for a line. Can be called from any thread. A separate thread owns
 * the socket, since the asking thread may be stopped at any instruction.
 */
public final class FrontEndInput implements AutoCloseable {
  private static final int WAIT_MS = 50;

  private final KernelConnection connection;
  private final StdinChannel socket;
  private final WireFormat format;
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "sqlflow-stdin");
            thread.setDaemon(true);
            return thread;
          });

  FrontEndInput(KernelConnection connection, StdinChannel socket, WireFormat format) {
    this.connection = connection;
    this.socket = socket;
    this.format = format;
  }

  /**
   * One line, without its end.
   *
   * @param request the cell that asks
   * @throws IOException if the kernel ends or the cell is interrupted meanwhile
   */
  public String readLine(RequestEnvironment request, String prompt) throws IOException {
    AtomicBoolean wanted = new AtomicBoolean(true);
    return answer(() -> ask(request, new InputRequest(prompt, false), wanted::get), wanted);
  }

  /**
   * One line that the front end does not show.
   *
   * @param isStopped ends the wait
   * @throws IOException if the kernel ends or the cell is interrupted meanwhile
   */
  public String readPassword(RequestEnvironment request, String prompt, BooleanSupplier isStopped)
      throws IOException {
    AtomicBoolean wanted = new AtomicBoolean(true);
    BooleanSupplier waits = () -> wanted.get() && !isStopped.getAsBoolean();
    return answer(() -> ask(request, new InputRequest(prompt, true), waits), wanted);
  }

  private String answer(Callable<String> question, AtomicBoolean wanted) throws IOException {
    Future<String> answer = owner.submit(question);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for input");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      wanted.set(false); // a flag, since a thread interrupt would break the socket
    }
  }

  private String ask(RequestEnvironment request, InputRequest question, BooleanSupplier isWanted)
      throws IOException {
    Optional<List<byte[]>> stale = Optional.of(List.of());
    while (stale.isPresent()) {
      stale = RequestLoop.frames(socket, 0);
    }
    socket.sendMessage(new Message<>(request.getContext(), MessageType.INPUT_REQUEST, question));
    while (connection.isOpen() && isWanted.getAsBoolean()) {
      Optional<List<byte[]>> frames = RequestLoop.frames(socket, WAIT_MS);
      if (frames.isPresent()) {
        try {
          if (format.read(frames.get()).getContent() instanceof InputReply reply) {
            return reply.getValue();
          }
        } catch (WireFormat.MalformedMessageException e) {
          throw new IOException("invalid reply to the input request: " + e.getMessage(), e);
        }
      }
    }
    throw new InterruptedIOException("the kernel ended or the cell was stopped");
  }

  @Override
  public void close() {
    owner.shutdown();
  }
}
