package org.sqlflow.kernel.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.zeromq.ZMQException;
import zmq.ZError;

/**
 * The five sockets of a kernel. Sockets and messages come from the base library, but not the loops,
 * since the library's loops sleep between messages and end at the first error.
 *
 * <p>ZeroMQ sockets are not thread-safe. Here each belongs to one thread: shell, control and
 * heartbeat to their loops, stdin to the thread of {@link FrontEndInput}, iopub to its {@link
 * Broadcast}.
 */
public final class KernelConnection extends JupyterConnection implements Requests {
  private static final String NO_ADDRESS = "this machine has no such address";

  /** How long unsent messages may delay the shutdown. */
  private static final int LINGER_MS = 100;

  /** The requests that control answers while a cell runs; others would run concurrently with it. */
  private static final Set<MessageType<?>> DURING_A_CELL =
      Set.of(
          MessageType.KERNEL_INFO_REQUEST,
          MessageType.INTERRUPT_REQUEST,
          MessageType.SHUTDOWN_REQUEST);

  private static final Logger LOG = Logger.getLogger(KernelConnection.class.getName());

  private final KernelConnectionProperties properties;
  private final String session = UUID.randomUUID().toString();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final Broadcast broadcast;

  /** In place of the base library's, whose context can't have this kernel's threads. */
  private final ShellChannel requests;

  private final RequestLoop shellLoop;
  private final RequestLoop controlLoop;
  private final Heartbeat heartbeatLoop;
  private final FrontEndInput input;

  /**
   * Creates a connection that is not bound yet.
   *
   * @throws GeneralSecurityException if the signature scheme or the key can't be used
   */
  public KernelConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
    super(properties);
    this.properties = properties;
    WireFormat format = new WireFormat(properties.createHMACGenerator());
    this.broadcast =
        new Broadcast(properties.createHMACGenerator(), topic -> format.welcome(topic, session));
    this.requests =
        new ShellChannel(broadcast.context(), properties.createHMACGenerator(), false, this);
    this.shellLoop = new RequestLoop("sqlflow-shell", this, requests, format, type -> true);
    this.controlLoop =
        new RequestLoop("sqlflow-control", this, control, format, DURING_A_CELL::contains);
    this.heartbeatLoop = new Heartbeat(this, heartbeat);
    this.input = new FrontEndInput(this, stdin, format);
  }

  @Override
  public <T> void on(
      MessageType<T> type, BiConsumer<RequestEnvironment, ? super Message<T>> handler) {
    setHandler(
        type, (environment, message) -> handler.accept((RequestEnvironment) environment, message));
  }

  @Override
  public void connect() {
    JupyterSocket outlet = broadcast.outlet();
    for (JupyterSocket socket : List.of(heartbeat, requests, control, stdin, outlet)) {
      socket.setLinger(LINGER_MS);
      socket.setHWM(0); // a full queue would drop messages silently
    }
    InboundLimits.ofRequests("shell").apply(requests);
    InboundLimits.ofRequests("control").apply(control);
    InboundLimits.ofRequests("stdin").apply(stdin);
    InboundLimits.ofSubscriptions("iopub").apply(outlet);
    InboundLimits.ofBeats("heartbeat").apply(heartbeat);
    bind(requests, properties.getShellPort());
    bind(control, properties.getControlPort());
    bind(outlet, properties.getIopubPort());
    bind(stdin, properties.getStdinPort());
    bind(heartbeat, properties.getHbPort());
    broadcast.start();
    getIOPub()
        .sendMessage(
            RequestEnvironment.message(
                session,
                null,
                List.of("status".getBytes(StandardCharsets.US_ASCII)),
                PublishStatus.MESSAGE_TYPE,
                PublishStatus.STARTING));
    controlLoop.start();
    shellLoop.start();
    heartbeatLoop.start();
  }

  private void bind(JupyterSocket socket, int port) {
    String address = address(port);
    String refused = "it can't listen on " + address;
    try {
      if (!socket.bind(address)) {
        throw new IllegalStateException(refused);
      }
    } catch (ZMQException e) {
      throw new IllegalStateException(refused + ": " + reason(e), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(refused + ": " + e, e);
    }
  }

  private String address(int port) {
    return "tcp://" + properties.getIp() + ":" + port;
  }

  private boolean isHere() {
    try {
      InetAddress address = InetAddress.getByName(properties.getIp());
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return true;
    }
  }

  private String reason(ZMQException refused) {
    return switch (refused.getErrorCode()) {
      case ZError.EADDRINUSE ->
          isHere()
              ? "another process uses this port; start the kernel again"
              : NO_ADDRESS; // JeroMQ gives one code for both
      case ZError.EADDRNOTAVAIL -> NO_ADDRESS;
      default -> refused.getMessage();
    };
  }

  /** The input from the front end, for cells that read {@code System.in}. */
  public FrontEndInput input() {
    return input;
  }

  @Override
  public IOPubChannel getIOPub() {
    return broadcast.inlet();
  }

  @Override
  public RequestEnvironment prepareReplyEnv(ShellChannel channel, MessageContext request) {
    return environment(channel, request, false, () -> {});
  }

  RequestEnvironment environment(
      ShellChannel channel, MessageContext request, boolean aborted, Runnable abortQueue) {
    RequestEnvironment.Channels channels = new RequestEnvironment.Channels(stdin, getIOPub());
    return new RequestEnvironment(channels, channel, request, session, aborted, abortQueue);
  }

  /** Repairs the threads of the transport after a cell that has interrupted all threads. */
  synchronized void calmTransport() {
    // The broadcast has its own.
    TransportThreads.calm(iopub, broadcast.context(), address(properties.getHbPort()));
  }

  void answered() {
    answered.countDown();
  }

  /** Waits briefly for the first answer to a front end, before less urgent work. */
  public void awaitFirstAnswer(long milliseconds) throws InterruptedException {
    boolean inTime = answered.await(milliseconds, TimeUnit.MILLISECONDS);
    LOG.log(Level.FINE, "the first answer came in time: {0}", inTime);
  }

  boolean isOpen() {
    return closed.getCount() > 0;
  }

  /** Ends the loops, each of which closes its socket. Can be called from any thread. */
  @Override
  public void close() {
    closed.countDown();
  }

  /** Waits for {@link #close}, then briefly for the loops and for unsent messages. */
  @Override
  public void waitUntilClose() {
    awaitClose();
    try {
      controlLoop.join(LINGER_MS);
      Thread last = new Thread(this::release, "sqlflow-release");
      last.setDaemon(true);
      last.start();
      last.join(2 * LINGER_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end even if a cell interrupts all threads. */
  private void awaitClose() {
    while (isOpen()) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        LOG.log(Level.FINE, "a cell interrupts the kernel's threads", e);
      }
    }
  }

  private void release() {
    try {
      // A cell that does not stop holds the shell socket: then the process ends without this.
      shellLoop.join();
      heartbeatLoop.join();
      input.close();
      broadcast.end();
      broadcast.join(LINGER_MS);
      super.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
