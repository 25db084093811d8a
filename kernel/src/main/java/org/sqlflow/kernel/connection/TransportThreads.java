package org.sqlflow.kernel.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * JeroMQ's own threads. If a cell interrupts one, it can no longer wait and keeps a processor busy
 * until it gets a command.
 */
final class TransportThreads {
  /** The thread that closes sockets. */
  private static final String REAPER = "reaper-";

  /** A thread that reads from the network and writes to it. */
  private static final String WORKER = "iothread-";

  private static final String NOWHERE = "inproc://sqlflow-calm";
  private static final int PATIENCE_MS = 1_000;

  private TransportThreads() {}

  /** A thread for a context's own work, which ignores interrupts and does not spin. */
  static Thread create(Runnable work, String name) {
    Thread thread = new Patient(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Lets a thread go on that has signalled a command but not counted it yet. Until it has, JeroMQ
   * finds no command and waits again, but the signal is still there and ends each wait at once. If
   * the signal made this thread take the processor from the other one, it would spin for as long as
   * the system lets it, some milliseconds.
   */
  private static final class Patient extends Thread {
    /** A wait that follows the last one within this time probably ended at once. */
    private static final long AT_ONCE_NANOS = 50_000;

    private static final int MOST_IN_VAIN = 3;
    private static final int MOST_YIELDS = 6;
    private static final long PAUSE_NANOS = 20_000;

    private long lastWait = System.nanoTime();
    private int inVain;

    Patient(Runnable work, String name) {
      super(work, name);
    }

    @Override
    public void interrupt() {}

    /** Selectors ask for this before each wait. */
    @Override
    public boolean isInterrupted() {
      if (currentThread() == this) {
        long now = System.nanoTime();
        inVain = now - lastWait < AT_ONCE_NANOS ? inVain + 1 : 0;
        if (inVain > MOST_YIELDS) {
          LockSupport.parkNanos(PAUSE_NANOS);
        } else if (inVain > MOST_IN_VAIN) {
          Thread.yield();
        }
        lastWait = inVain > MOST_IN_VAIN ? System.nanoTime() : now;
      }
      return false;
    }
  }

  /**
   * Gives the threads of a context something to do, if they were interrupted: the reaper a socket
   * to close, the worker a heartbeat to pass on.
   *
   * @param socket of that context, which nobody watches and which is not closed yet
   * @param context another one, whose threads {@link #create} made
   * @param heartbeat the address of a socket of the first context that echoes messages
   */
  static void calm(ZMQ.Socket socket, ZMQ.Context context, String heartbeat) {
    List<String> interrupted = interrupted();
    if (interrupted.stream().anyMatch(name -> name.startsWith(REAPER))) {
      socket.monitor(NOWHERE, ZMQ.EVENT_CLOSED);
      socket.monitor(null, 0);
    }
    if (interrupted.stream().anyMatch(name -> name.startsWith(WORKER))) {
      try (ZMQ.Socket beat = context.socket(SocketType.REQ)) {
        beat.setLinger(0);
        beat.setReceiveTimeOut(PATIENCE_MS);
        beat.connect(heartbeat);
        beat.send(new byte[0]);
        beat.recv();
      }
    }
  }

  /** The names of all threads that are interrupted. */
  private static List<String> interrupted() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[2 * group.activeCount() + 1];
    int count = group.enumerate(threads);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (threads[i].isInterrupted()) {
        names.add(threads[i].getName());
      }
    }
    return names;
  }
}
