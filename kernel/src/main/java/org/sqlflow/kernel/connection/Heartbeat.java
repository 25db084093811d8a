package org.sqlflow.kernel.connection;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.HeartbeatChannel;
import org.zeromq.ZMQException;

/** Echoes each message at once, which shows the front end that the process is alive. */
final class Heartbeat extends Thread {
  private static final int WAIT_MS = 100;
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

  private final KernelConnection connection;
  private final HeartbeatChannel socket;

  Heartbeat(KernelConnection connection, HeartbeatChannel socket) {
    super("sqlflow-heartbeat");
    this.connection = connection;
    this.socket = socket;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      while (connection.isOpen()) {
        beat();
      }
    } catch (ZMQException e) {
      LOG.log(Level.WARNING, "the heartbeat socket failed", e);
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

  private void beat() {
    try {
      RequestLoop.frames(socket, WAIT_MS).ifPresent(this::echo);
    } catch (OutOfMemoryError full) { // this beat is lost, the next may not be
      Thread.yield();
    }
  }

  /** Sends all frames back: the socket sends nothing until the whole message has been read. */
  private void echo(List<byte[]> beat) {
    for (int i = 0; i + 1 < beat.size(); i++) {
      socket.sendMore(beat.get(i));
    }
    socket.send(beat.isEmpty() ? new byte[0] : beat.get(beat.size() - 1));
  }
}
