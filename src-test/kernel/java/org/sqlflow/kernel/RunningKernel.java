package org.sqlflow.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.magic.SqlflowMagic;

/** A kernel in this process, over a database in memory, and a front end at its sockets. */
final class RunningKernel implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private final SqlflowMagic magic;
  private final KernelConnection connection;
  private final JupyterClient client;

  private RunningKernel(SqlflowMagic magic, KernelConnection connection, JupyterClient client) {
    this.magic = magic;
    this.connection = connection;
    this.client = client;
  }

  /** Until {@link #close} what this process prints goes to the kernel's cells. */
  static RunningKernel start(Path folder) throws IOException, GeneralSecurityException {
    JupyterClient client = new JupyterClient();
    KernelConnection connection = new KernelConnection(client.properties());
    SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), folder);
    RunningKernel running = new RunningKernel(magic, connection, client);
    SqlflowKernel kernel = new SqlflowKernel(magic, "1.2.3");
    kernel.becomeHandlerForConnection(connection);
    kernel.captureStreams();
    connection.connect();
    client.connect();
    return running;
  }

  JupyterClient client() {
    return client;
  }

  /** Waits until a kernel that was asked to end has done so. */
  void awaitEnd() {
    connection.waitUntilClose();
  }

  @Override
  public void close() {
    connection.close();
    awaitEnd();
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
    client.close();
    magic.close();
  }
}
