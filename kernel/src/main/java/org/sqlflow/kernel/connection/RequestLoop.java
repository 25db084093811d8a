package org.sqlflow.kernel.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.RequestType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.sqlflow.text.Redactor;
import org.sqlflow.text.Visible;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.ZError;

/**
 * Receives the requests of one socket in order and answers each of them, even after an error. Only
 * this thread uses the socket.
 */
final class RequestLoop extends Thread {
  /** How long to wait for a message before checking whether the loop is to end. */
  private static final int WAIT_MS = 100;

  /** How long requests may still take to arrive that were sent before a failed cell's reply. */
  private static final Duration QUEUE_GRACE = Duration.ofMillis(20);

  private static final int LOGGED = 10;
  private static final int LOGGED_AFTER = 100;

  private static final Logger LOG = Logger.getLogger(RequestLoop.class.getName());

  private final KernelConnection connection;
  private final ShellChannel socket;
  private final WireFormat format;
  private final Predicate<MessageType<?>> belongsHere;
  private final Deque<Queued> queue = new ArrayDeque<>();

  private int dropped;

  private record Queued(Message<?> message, boolean aborted) {}

  /**
   * Creates a loop that is not started yet.
   *
   * @param belongsHere which requests are answered on this socket; the others get an error
   */
  RequestLoop(
      String name,
      KernelConnection connection,
      ShellChannel socket,
      WireFormat format,
      Predicate<MessageType<?>> belongsHere) {
    super(name);
    this.connection = connection;
    this.socket = socket;
    this.format = format;
    this.belongsHere = belongsHere;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      while (connection.isOpen()) {
        answerNext();
      }
    } catch (ZMQException e) {
      LOG.log(Level.WARNING, "the socket of " + getName() + " failed", e);
      connection.close();
    } finally {
      socket.close();
    }
  }

  /**
   * Ignores interrupts: only cells interrupt this thread, and an interrupted thread closes the
   * channel that it reads from.
   */
  @Override
  public void interrupt() {}

  /** Answers the next request. Survives a lack of memory, which may be over at the next request. */
  private void answerNext() {
    try {
      next().ifPresent(this::answer);
    } catch (OutOfMemoryError full) {
      connection.answered();
    }
  }

  private Optional<Queued> next() {
    return queue.isEmpty()
        ? receive(WAIT_MS).map(message -> new Queued(message, false))
        : Optional.of(queue.remove());
  }

  private Optional<Message<?>> receive(int waitMs) {
    try {
      Optional<List<byte[]>> frames = frames(socket, waitMs);
      return frames.isEmpty() ? Optional.empty() : Optional.of(format.read(frames.get()));
    } catch (OutOfMemoryError e) {
      return drop("it does not fit into memory");
    } catch (WireFormat.MalformedMessageException e) {
      return drop(e.getMessage());
    }
  }

  /**
   * Drops a message. Logs the first ones and then every hundredth, so that nobody can fill the log.
   */
  private Optional<Message<?>> drop(String reason) {
    dropped++;
    if (dropped <= LOGGED || dropped % LOGGED_AFTER == 0) {
      LOG.log(Level.WARNING, "dropped message {0} on {1}: {2}", log(dropped, getName(), reason));
    }
    return Optional.empty();
  }

  /**
   * All frames of the next message, if one arrives in time. An empty list for a message that
   * exceeded the {@link InboundLimits}.
   */
  static Optional<List<byte[]>> frames(JupyterSocket socket, int waitMs) {
    socket.setReceiveTimeOut(waitMs);
    List<byte[]> frames = new ArrayList<>();
    boolean truncated = false;
    do {
      Msg frame = socket.base().recv(0);
      if (frame == null) {
        boolean interrupted = Thread.interrupted() || socket.errno() == ZError.EINTR;
        if (!interrupted && socket.errno() != ZError.EAGAIN) {
          throw new ZMQException(socket.errno());
        }
        return Optional.empty();
      }
      truncated |= frame instanceof InboundLimits.Frame counted && counted.take();
      frames.add(frame.data());
    } while (socket.hasReceiveMore());
    return Optional.of(truncated ? List.of() : frames);
  }

  private void abortQueue() {
    List<Queued> aborted =
        queue.stream().map(queued -> new Queued(queued.message(), true)).toList();
    queue.clear();
    queue.addAll(aborted);
    // The grace period starts when the socket is empty: reading the waiting messages takes time,
    // especially in a process that has just started.
    long quiet = System.nanoTime();
    while (System.nanoTime() - quiet < QUEUE_GRACE.toNanos()) {
      Optional<Message<?>> waiting = receive((int) QUEUE_GRACE.toMillis());
      if (waiting.isPresent()) {
        queue.add(new Queued(waiting.get(), true));
        quiet = System.nanoTime();
      }
    }
  }

  private void answer(Queued queued) {
    answer(queued.message(), queued.aborted());
  }

  private <T> void answer(Message<T> message, boolean aborted) {
    MessageType<T> type = message.getHeader().getType();
    ShellHandler<T> handler = connection.getHandler(type);
    if (handler == null) {
      LOG.log(Level.FINE, "no answer on {0} to {1}", log(getName(), type.getName()));
      return;
    }
    RequestEnvironment environment =
        connection.environment(socket, message, aborted, this::abortQueue);
    try {
      if (belongsHere.test(type)) {
        handler.handle(environment, message);
      } else {
        replyError(environment, message, type.getName() + " belongs on the shell channel");
      }
    } catch (Throwable failure) { // a client waits for ever for a missing answer
      LOG.log(Level.WARNING, "could not answer " + type.getName(), failure);
      replyError(environment, message, "internal error: " + failure);
      if (type.equals(MessageType.EXECUTE_REQUEST)) {
        String words = Visible.text(Redactor.redacted("internal error: " + failure));
        environment.publish(new PublishError("InternalError", words, List.of(words)));
      }
    } finally {
      environment.resolveDeferrals();
      connection.answered();
      connection.calmTransport();
    }
    if (environment.isMarkedForShutdown()) {
      connection.close();
    }
  }

  private static void replyError(
      RequestEnvironment environment, Message<?> message, String reason) {
    if (message.getContent() instanceof RequestType<?> request) {
      environment.replyError(
          request.getReplyType(), new ErrorReply("InternalError", reason, List.of(reason)));
    }
  }

  private static Object[] log(Object... values) {
    return values;
  }
}
