package org.sqlflow.kernel.connection;

import org.zeromq.ZMQ;

/**
 * JeroMQ's own threads. If a cell interrupts one, it can no longer wait and keeps a processor busy
 * until it gets a command.
 */
final class TransportThreads {
  /** The thread that closes sockets. The other threads get commands all the time. */
  private static final String REAPER = "reaper-";

  private static final String NOWHERE = "inproc://sqlflow-calm";

  private TransportThreads() {}

  /** A thread for a context's own work, which ignores interrupts. */
  static Thread deafToInterrupts(Runnable work, String name) {
    Thread thread =
        new Thread(work, name) {
          @Override
          public void interrupt() {}
        };
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Gives the reaper of a socket's context something to do, if it was interrupted: closing a
   * socket.
   *
   * @param socket one that nobody watches and that is not closed yet
   */
  static void calm(ZMQ.Socket socket) {
    if (isReaperInterrupted()) {
      socket.monitor(NOWHERE, ZMQ.EVENT_CLOSED);
      socket.monitor(null, 0);
    }
  }

  private static boolean isReaperInterrupted() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[2 * group.activeCount() + 1];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().startsWith(REAPER) && threads[i].isInterrupted()) {
        return true;
      }
    }
    return false;
  }
}
