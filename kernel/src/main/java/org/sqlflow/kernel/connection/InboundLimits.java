package org.sqlflow.kernel.connection;

import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Limits what peers of a socket can make this process hold before a signature proves who they are:
 * the connections, the bytes of a frame, the frames of a message, and all bytes that wait to be
 * read. JeroMQ 0.6.0 bounds none of these: a frame that claims 2^64 - 1 bytes makes its I/O thread
 * try for ever (<a href="https://github.com/zeromq/jeromq/issues/1005">issue 1005</a>), one of 2^31
 * - 1 ends that thread, and a message without an end fills the heap.
 *
 * <p>What exceeds the limits is read and discarded, so that the rest of the connection stays
 * readable. All methods but {@link #waiting} run in the one I/O thread.
 */
final class InboundLimits implements MsgAllocator, ZEvent.ZEventConsummer {
  /**
   * The most connections of one socket: a Jupyter server opens one for each page that shows the
   * notebook.
   */
  private static final int MOST_CONNECTIONS = 256;

  /** A peer that does not finish its greeting in this time is disconnected. */
  private static final int GREETING_MS = 10_000;

  /**
   * The most complete messages of a connection that may wait; the peer must wait before it sends
   * more.
   */
  private static final int MOST_WAITING = 10_000;

  /** The bytes that a frame takes in addition to its content. */
  private static final int OVERHEAD = 256;

  /**
   * The least limit for all frames. They count until they are garbage-collected, so a few kilobytes
   * would be used up by a dozen honest connections.
   */
  private static final long LEAST_HELD = 4 << 20;

  /** A PING has a name of five bytes and a time of two. JeroMQ reads them without a check. */
  private static final int SHORTEST_COMMAND = 7;

  private static final long BETWEEN_COLLECTIONS_NANOS = 1_000_000_000;
  private static final int LOGGED = 10;
  private static final Cleaner CLEANER = Cleaner.create();
  private static final Logger LOG = Logger.getLogger(InboundLimits.class.getName());

  private final String name;
  private final int mostBytes;
  private final int mostFrames;
  private final boolean subscriptionsOnly;
  private final AtomicLong held = new AtomicLong();
  private final long mostHeld;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final Map<Peer, Counted> peers = new HashMap<>();
  private final ReferenceQueue<Metadata> gone = new ReferenceQueue<>();
  private byte[] scratch = new byte[0];
  private long collected = System.nanoTime() - BETWEEN_COLLECTIONS_NANOS;
  private Metadata latest;
  private Counted latestCounted = new Counted();
  private int refused;

  private InboundLimits(String name, int mostBytes, int mostFrames, boolean subscriptionsOnly) {
    this.name = name;
    this.mostBytes = mostBytes;
    this.mostFrames = mostFrames;
    this.subscriptionsOnly = subscriptionsOnly;
    this.mostHeld = Math.max(LEAST_HELD, 4L * mostBytes);
  }

  /** Limits for a socket that takes requests: messages of up to a sixteenth of the heap. */
  static InboundLimits ofRequests(String name) {
    long sixteenth = Runtime.getRuntime().maxMemory() / 16;
    return new InboundLimits(name, (int) Math.min(64 << 20, sixteenth), 1000, false);
  }

  /** Limits for a socket that takes only short messages. */
  static InboundLimits ofBeats(String name) {
    return new InboundLimits(name, 1 << 16, 100, false);
  }

  /** Limits for a socket that takes only subscriptions; anything else would never be read. */
  static InboundLimits ofSubscriptions(String name) {
    return new InboundLimits(name, 1 << 10, 1000, true);
  }

  /** Limits a socket that is not bound yet. */
  void apply(JupyterSocket socket) {
    socket.setMaxMsgSize(mostBytes);
    socket.setMsgAllocator(this);
    socket.setHandshakeIvl(GREETING_MS);
    socket.setRcvHWM(MOST_WAITING);
    socket.setEventHook(this, ZMQ.EVENT_ACCEPTED);
  }

  /**
   * How many bytes this process holds for peers, including those not garbage-collected yet. Can be
   * called from any thread.
   */
  long waiting() {
    return held.get();
  }

  @Override
  public void consume(ZEvent event) {
    SelectableChannel accepted = event.getValue();
    channels.removeIf(channel -> !channel.isOpen());
    if (channels.size() < MOST_CONNECTIONS) {
      channels.add((SocketChannel) accepted);
      return;
    }
    log("more than " + MOST_CONNECTIONS + " connections");
    try {
      ((SocketChannel) accepted).shutdownInput(); // reads as if the peer had gone
    } catch (java.io.IOException e) {
      LOG.log(Level.FINE, "the connection is already closed", e);
    }
  }

  /** The size is what a peer claims, cut to 32 bits: it can be negative. */
  @Override
  public Msg allocate(int size) {
    if (size < 0 || size > mostBytes) {
      log("a frame of a wrong size");
      return new Frame(ByteBuffer.allocate(0), true);
    }
    long cost = size + OVERHEAD;
    if (held.get() + cost > mostHeld && !makesRoom(cost)) {
      log("more bytes than can be held");
      return new Frame(scratch(size), true);
    }
    held.addAndGet(cost);
    Frame frame = new Frame(ByteBuffer.allocate(size), false);
    frame.counted = CLEANER.register(frame, new Release(held, cost));
    return frame;
  }

  /** Frames of closed connections are known to be gone only when they are collected. */
  private boolean makesRoom(long cost) {
    if (System.nanoTime() - collected > BETWEEN_COLLECTIONS_NANOS) {
      System.gc();
      collected = System.nanoTime();
    }
    return held.get() + cost <= mostHeld;
  }

  /** A buffer for bytes that are discarded. */
  private ByteBuffer scratch(int size) {
    if (scratch.length < size) {
      scratch = new byte[size];
    }
    return ByteBuffer.wrap(scratch, 0, size).slice();
  }

  /** Whether a frame of a connection may be passed on. */
  private boolean accepts(Frame frame, Metadata connection) {
    forgetPeersThatAreGone();
    Counted counted = counted(connection);
    counted.frames++;
    counted.bytes += frame.size();
    boolean accepted =
        !counted.refused
            && !frame.refused
            && !frame.isTooShort()
            && counted.frames <= mostFrames
            && counted.bytes <= mostBytes
            && (!subscriptionsOnly || frame.isSubscription());
    if (!accepted && !counted.refused) {
      counted.refused = true;
      log("a message of more than " + mostFrames + " frames or " + mostBytes + " bytes");
    }
    boolean ends = !frame.isCommand() && !frame.hasMore() && !subscriptionsOnly;
    if (ends) {
      counted.frames = 0;
      counted.bytes = 0;
      // A message whose first frames were passed on needs its last one to end.
      frame.endsTruncated = counted.refused && counted.passed;
      counted.refused = false;
      counted.passed = false;
      return accepted || frame.endsTruncated;
    }
    counted.passed |= accepted && !frame.isCommand();
    return accepted;
  }

  private Counted counted(Metadata connection) {
    if (connection != latest) {
      latest = connection;
      latestCounted = peers.computeIfAbsent(new Peer(connection, gone), unknown -> new Counted());
    }
    return latestCounted;
  }

  private void forgetPeersThatAreGone() {
    for (var peer = gone.poll(); peer != null; peer = gone.poll()) {
      peers.remove(peer);
    }
  }

  private void log(String reason) {
    refused++;
    if (refused <= LOGGED) {
      LOG.log(Level.WARNING, "refused on {0}: {1}", new Object[] {name, reason});
    }
  }

  private static final class Counted {
    private int frames;
    private long bytes;
    private boolean passed;
    private boolean refused;
  }

  private record Release(AtomicLong held, long cost) implements Runnable {
    @Override
    public void run() {
      held.addAndGet(-cost);
    }
  }

  /**
   * A connection, identified by its metadata object, not by the metadata's content, which the peer
   * chooses.
   */
  private static final class Peer extends WeakReference<Metadata> {
    private final int hash;

    Peer(Metadata connection, ReferenceQueue<Metadata> gone) {
      super(connection, gone);
      this.hash = System.identityHashCode(connection);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Peer peer && get() != null && get() == peer.get());
    }
  }

  /**
   * A frame that is counted. The engine calls {@link #setMetadata} before it passes the frame on.
   */
  final class Frame extends Msg {
    private final boolean refused;
    private Cleaner.Cleanable counted = () -> {};
    private boolean known;
    private boolean dropped;
    private boolean endsTruncated;

    private Frame(ByteBuffer bytes, boolean refused) {
      super(bytes);
      this.refused = refused;
    }

    @Override
    public Msg setMetadata(Metadata connection) {
      if (!known) {
        known = true;
        dropped = !accepts(this, connection);
        if (dropped) {
          counted.clean(); // nobody keeps it, so it must not take the room of other peers' frames
        }
      }
      return super.setMetadata(connection);
    }

    /**
     * Peers of ZMTP 2 and older, which no client uses, have no metadata; their messages end at
     * once.
     */
    @Override
    public boolean hasMore() {
      return known && super.hasMore();
    }

    /** A dropped frame pretends to be a command, since the engine discards commands. */
    @Override
    public boolean isCommand() {
      return dropped || (super.isCommand() && !isTooShort());
    }

    private boolean isTooShort() {
      return super.isCommand() && size() < SHORTEST_COMMAND;
    }

    private boolean isSubscription() {
      return super.isCommand() || (size() > 0 && (get(0) == 0 || get(0) == 1));
    }

    /**
     * Marks the frame as read, so that its bytes no longer count.
     *
     * @return whether it ends a message of which frames were refused
     */
    boolean take() {
      counted.clean();
      return endsTruncated;
    }
  }
}
