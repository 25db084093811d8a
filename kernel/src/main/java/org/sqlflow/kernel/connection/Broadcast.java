package org.sqlflow.kernel.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * iopub: sends what all threads publish to every subscriber, and welcomes each new subscription as
 * <a href="https://github.com/jupyter/enhancement-proposals/blob/master/65-jupyter-xpub/">JEP
 * 65</a> says, so that a client knows when its subscription has begun. The socket that front ends
 * connect to belongs to this thread; {@link #inlet} hands messages over within the process.
 */
final class Broadcast extends Thread {
  private static final byte SUBSCRIBES = 1;

  /**
   * The most welcomes per minute: a peer without the key could request them for ever and never read
   * them.
   */
  private static final int MOST_WELCOMES = 500;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final Logger LOG = Logger.getLogger(Broadcast.class.getName());

  private final ZMQ.Context context = ZMQ.context(1);
  private final Queue<List<byte[]>> waiting = new ConcurrentLinkedQueue<>();
  private final Selector wake;
  private final Inlet inlet;
  private final Outlet outlet;
  private final Function<byte[], List<byte[]>> welcome;
  private long minute = System.nanoTime();
  private int welcomes;

  /**
   * Creates a broadcast that is not started yet.
   *
   * @param welcome the frames of the message that welcomes a subscription to a topic
   */
  Broadcast(HMACGenerator signer, Function<byte[], List<byte[]>> welcome) {
    super("sqlflow-iopub");
    this.welcome = welcome;
    context.setThreadFactor(TransportThreads::create);
    this.outlet = new Outlet(context, signer);
    outlet.setXpubVerbose(true); // reports every subscription, not only the first to a topic
    try {
      this.wake = Selector.open();
      outlet.getFD().register(wake, SelectionKey.OP_READ);
    } catch (IOException e) {
      throw new UncheckedIOException("can't wait for subscriptions", e);
    }
    this.inlet = new Inlet(context, signer);
    setDaemon(true);
  }

  /** Where sockets have their work done by a thread that does not spin. */
  ZMQ.Context context() {
    return context;
  }

  /** The channel on which any thread can publish. */
  IOPubChannel inlet() {
    return inlet;
  }

  /**
   * The socket that front ends connect to. Must be configured and bound before the thread starts.
   */
  JupyterSocket outlet() {
    return outlet;
  }

  /** Sends what was published, and ends. Can be called from any thread. */
  void end() {
    inlet.end();
  }

  @Override
  public void run() {
    boolean open = true;
    while (open) {
      try {
        open = sendWaiting();
        // Asking for events takes the signal from the socket's channel, so ask before each wait.
        while ((outlet.getEvents() & ZMQ.Poller.POLLIN) != 0) {
          answer(outlet.recv(ZMQ.DONTWAIT));
        }
        if (open) {
          wake.select();
          wake.selectedKeys().clear();
        }
      } catch (ZMQException | IOException | OutOfMemoryError e) {
        LOG.log(Level.FINE, "iopub failed once", e);
      }
      if (Thread.interrupted()) {
        LOG.log(Level.FINE, "a cell interrupts the kernel's threads");
      }
    }
    try {
      wake.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "the end of iopub", e);
    }
    outlet.close();
    inlet.close();
    context.close();
  }

  /** Sends what was published; returns false at the end of the broadcast. */
  private boolean sendWaiting() {
    for (List<byte[]> frames = waiting.poll(); frames != null; frames = waiting.poll()) {
      if (frames.isEmpty()) {
        return false;
      }
      send(frames);
    }
    return true;
  }

  private void send(List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      outlet.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
    }
  }

  private void answer(byte[] event) {
    if (event == null || event.length == 0 || event[0] != SUBSCRIBES || isTooMuch()) {
      return;
    }
    send(welcome.apply(Arrays.copyOfRange(event, 1, event.length)));
  }

  private boolean isTooMuch() {
    if (System.nanoTime() - minute > MINUTE_NANOS) {
      minute = System.nanoTime();
      welcomes = 0;
    }
    welcomes++;
    return welcomes > MOST_WELCOMES;
  }

  /**
   * Hands messages, which are written as by the base library, to the thread. A queue, and no pair
   * of sockets within the process: between the two writes of a socket's signal the other side wakes
   * up and spins, and a sending thread that is killed would leave half a message.
   */
  private final class Inlet extends IOPubChannel {
    private List<byte[]> frames = new ArrayList<>();

    Inlet(ZMQ.Context context, HMACGenerator signer) {
      super(context, signer);
    }

    /** Called for each frame of a message, with the lock of the whole message held. */
    @Override
    public boolean send(byte[] data, int flags) {
      frames.add(data);
      if ((flags & ZMQ.SNDMORE) == 0) {
        List<byte[]> whole = frames;
        frames = new ArrayList<>();
        waiting.add(whole);
        wake.wakeup();
      }
      return true;
    }

    void end() {
      waiting.add(List.of());
      wake.wakeup();
    }
  }

  /** What front ends subscribe to. */
  private static final class Outlet extends JupyterSocket {
    Outlet(ZMQ.Context context, HMACGenerator signer) {
      super(context, SocketType.XPUB, signer, LOG);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
      throw new UnsupportedOperationException("the connection binds its sockets");
    }
  }
}
