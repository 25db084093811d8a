package org.sqlflow.kernel.connection;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.HeartbeatChannel;
import org.zeromq.ZMQException;

/** Sends back what comes, at once: the front end's sign that the process lives. */
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
    socket.setReceiveTimeOut(WAIT_MS);
    try {
      while (connection.isOpen()) {
        byte[] beat = socket.recv();
        if (beat != null) {
          socket.send(beat);
        }
      }
    } catch (ZMQException e) {
      LOG.log(Level.WARNING, "the heartbeat's socket broke", e);
    } finally {
      socket.close();
    }
  }
}
