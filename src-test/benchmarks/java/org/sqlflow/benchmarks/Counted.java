package org.sqlflow.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/** Passes connections on to a port of this machine, and counts the bytes of both directions. */
record Counted(ServerSocket server, int target, LongAdder counter) implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  static Counted to(int port) throws IOException {
    Counted counted =
        new Counted(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, new LongAdder());
    thread(counted::accept);
    return counted;
  }

  int port() {
    return server.getLocalPort();
  }

  long bytes() {
    return counter.sum();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket one = server.accept();
        Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
        thread(() -> copy(one, other));
        thread(() -> copy(other, one));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[BUFFER];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        out.write(bytes, 0, n);
        counter.add(n);
      }
    } catch (IOException closed) {
      // The other direction ended.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "counted");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
