package org.sqlflow.kernel.connection;

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
    socket.setReceiveTimeOut(WAIT_MS);
    try {
      while (connection.isOpen()) {
        byte[] beat = socket.recv();
        if (beat != null) {
          socket.send(beat);
        }
      }
    } catch (ZMQException e) {
      LOG.log(Level.WARNING, "the heartbeat socket failed", e);
    } finally {
      socket.close();
    }
  }
}
