package org.sqlflow.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.slf4j.LoggerFactory;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.kernel.process.ProcessLimits;
import org.sqlflow.magic.SqlflowMagic;

/** Starts the kernel for the connection file that a front end wrote. */
public final class Main {
  private static final int LAST_PORT = 65_535;
  private static final long CLOSE_MS = 200;
  private static final long MOST_END_MS = 5000;
  private static final long FIRST_ANSWER_MS = 300;
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private Main() {}

  /**
   * Runs until a front end requests the shutdown.
   *
   * @param arguments the connection file; further arguments, such as those of {@code jupyter run},
   *     are ignored
   */
  public static void main(String[] arguments) throws GeneralSecurityException {
    if (arguments.length == 0) {
      System.err.println("usage: java … org.sqlflow.kernel.Main <connection file>");
      System.exit(2);
    }
    try {
      refuseLimits();
    } catch (LinkageError unreadable) {
      System.err.println(
          "the kernel can't start: a class can't be loaded ("
              + unreadable.getMessage()
              + "). Either this process may open too few files (raise the limit, such as by ulimit"
              + " -n 1024), or the installation is damaged (install the kernel again)");
      System.exit(2);
    }
    quietLogs();
    Thread.setDefaultUncaughtExceptionHandler(
        new LastWords(System.err, () -> Runtime.getRuntime().halt(1)));
    KernelConnectionProperties properties = properties(arguments[0]);
    if (!properties.getTransport().equals("tcp")) {
      System.err.println(
          "this kernel talks to front ends over tcp only, not over "
              + properties.getTransport()
              + "; start the front end with --transport=tcp");
      System.exit(2);
    }
    PrintStream log = System.err;
    KernelConnection connection = new KernelConnection(properties);
    SqlflowMagic magic = new SqlflowMagic(System.getenv(), Path.of("").toAbsolutePath());
    SqlflowKernel kernel = new SqlflowKernel(magic, version());
    kernel.becomeHandlerForConnection(connection);
    kernel.captureStreams();
    connect(connection, log);
    onInterruptSignal(kernel::interrupt);
    endWithParent(connection);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(magic), "sqlflow-close"));
    Thread warmUp = new Thread(() -> warmUp(connection, kernel), "sqlflow-warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
    connection.waitUntilClose();
    System.exit(0);
  }

  /** Refuses too low limits of the process before anything can fail because of them. */
  private static void refuseLimits() {
    List<String> tooLow = ProcessLimits.tooLow();
    if (!tooLow.isEmpty()) {
      for (String limit : tooLow) {
        System.err.println("the kernel can't start: " + limit);
      }
      System.exit(2);
    }
  }

  /**
   * Connects; an error goes to the log of the process, since the streams already belong to cells
   * and no front end is connected.
   */
  private static void connect(KernelConnection connection, PrintStream log) {
    try {
      connection.connect();
    } catch (RuntimeException e) {
      log.println("the kernel can't start: " + e.getMessage());
      log.flush();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void warmUp(KernelConnection connection, SqlflowKernel kernel) {
    try {
      connection.awaitFirstAnswer(FIRST_ANSWER_MS);
      kernel.warmUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static KernelConnectionProperties properties(String file) {
    try {
      KernelConnectionProperties properties =
          KernelConnectionProperties.parse(Files.readString(Path.of(file)));
      Optional<String> flaw = flaw(properties);
      if (flaw.isPresent()) {
        System.err.println("the connection file " + file + " " + flaw.get());
        System.exit(2);
      }
      return properties;
    } catch (IOException | RuntimeException e) {
      System.err.println("can't read the connection file " + file + ": " + e);
      System.exit(2);
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> flaw(KernelConnectionProperties properties) {
    if (properties == null
        || properties.getTransport() == null
        || properties.getIp() == null
        || properties.getKey() == null
        || properties.getSignatureScheme() == null) {
      return Optional.of("needs transport, ip, key and signature_scheme");
    }
    for (int port :
        List.of(
            properties.getShellPort(),
            properties.getControlPort(),
            properties.getIopubPort(),
            properties.getStdinPort(),
            properties.getHbPort())) {
      if (port < 1 || port > LAST_PORT) {
        return Optional.of("names the port " + port + "; ports are from 1 to " + LAST_PORT);
      }
    }
    try {
      properties.createHMACGenerator();
      return Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException unknown) {
      return Optional.of(
          "names the signature_scheme "
              + properties.getSignatureScheme()
              + ", which this Java doesn't have; hmac-sha256 is the usual one");
    }
  }

  /**
   * Sends warnings to the log of the process, so that libraries print nothing into the notebook.
   */
  private static void quietLogs() {
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.getHandlers(); // they keep System.err as it is now
    LoggerFactory.getILoggerFactory(); // and so does slf4j's
  }

  /** Ends the kernel with its front end, since a killed front end can't request the shutdown. */
  private static void endWithParent(KernelConnection connection) {
    String parent = System.getenv().getOrDefault("JPY_PARENT_PID", "");
    boolean isProcess = !System.getProperty("os.name").startsWith("Windows"); // there, a handle
    if (isProcess && parent.matches("\\d{1,18}")) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresentOrElse(
              process -> closeAfter(process, connection), () -> closeOrphan(connection));
    }
  }

  /**
   * Ends the kernel if the front end died before this check. If the kernel has no visible parent,
   * as in a separate container, the front end cannot be checked.
   */
  private static void closeOrphan(KernelConnection connection) {
    if (ProcessHandle.current().parent().isPresent()) {
      connection.close();
    }
  }

  private static void closeAfter(ProcessHandle parent, KernelConnection connection) {
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              connection.close();
            },
            "sqlflow-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static void close(SqlflowMagic magic) {
    endInAnyCase();
    Thread closing = new Thread(magic::close, "sqlflow-close-database");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MS);
      if (closing.isAlive()) {
        Runtime.getRuntime().halt(0); // a hanging database must not delay the front end
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process even if a cell has added a shutdown hook that does not return. */
  private static void endInAnyCase() {
    Thread end =
        new Thread(
            () -> {
              try {
                Thread.sleep(MOST_END_MS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(0);
            },
            "sqlflow-end");
    end.setDaemon(true);
    end.start();
  }

  /**
   * Handles the interrupt signal of a terminal; front ends interrupt by message. Uses reflection,
   * since signals are not part of Java's API.
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
