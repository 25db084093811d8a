package org.sqlflow.kernel;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.slf4j.LoggerFactory;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.magic.SqlflowMagic;

/** Starts the kernel for the connection file that a front end wrote. */
public final class Main {
  private static final long CLOSE_MS = 200;
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private Main() {}

  /**
   * Runs until a front end asks for the end.
   *
   * @param arguments the connection file
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    if (arguments.length != 1) {
      System.err.println("usage: java … org.sqlflow.kernel.Main <connection file>");
      System.exit(2);
    }
    quietLogs();
    String file = Files.readString(Path.of(arguments[0]));
    KernelConnection connection = new KernelConnection(KernelConnectionProperties.parse(file));
    SqlflowMagic magic = new SqlflowMagic(System.getenv(), Path.of("").toAbsolutePath());
    SqlflowKernel kernel = new SqlflowKernel(magic, version());
    kernel.becomeHandlerForConnection(connection);
    kernel.captureStreams();
    connection.connect();
    onInterruptSignal(kernel::interrupt);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(magic), "sqlflow-close"));
    Thread warmUp = new Thread(kernel::warmUp, "sqlflow-warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
    connection.waitUntilClose();
    System.exit(0);
  }

  /** Warnings go to the log of the process, and nothing of the libraries to the notebook. */
  private static void quietLogs() {
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.getHandlers(); // they keep System.err as it is now
    LoggerFactory.getILoggerFactory(); // and so does slf4j's
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static void close(SqlflowMagic magic) {
    Thread closing = new Thread(magic::close, "sqlflow-close-database");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MS);
      if (closing.isAlive()) {
        Runtime.getRuntime().halt(0); // what holds it up must not hold up the front end
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Front ends interrupt by message; a person at a terminal sends a signal. By reflection, since
   * signals are no part of Java's own API.
   */
  private static void onInterruptSignal(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Main.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, parameters) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.FINE, "interrupt signals can't be handled here", e);
    }
  }
}
