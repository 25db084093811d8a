package org.sqlflow.kernel.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.sqlflow.kernel.SqlflowKernel;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.kernel.process.ProcessLimits;
import org.sqlflow.magic.SqlflowMagic;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Starts the kernel, runs a few cells over its sockets and ends. The JVM writes the list of loaded
 * classes, from which the AppCDS archive is dumped, or its AOT cache.
 */
public final class CdsWarmup {
  private static final String KEY = "cds-warmup";
  private static final List<String> REQUESTS =
      List.of(
          request("kernel_info_request", "{}"),
          execute("%%sqlflow\\nSELECT 1 AS one, 'a' AS word, NULL AS nothing, 2.5 AS x"),
          execute("_.to_dataframes(warm)"),
          execute("System.out.println(1 + 1); warm.rowCount()"),
          execute("%%sqlflow\\nSELECT nope"),
          request("complete_request", "{\"code\": \"Mat\", \"cursor_pos\": 3}"),
          request("is_complete_request", "{\"code\": \"1 +\"}"),
          request(
              "inspect_request",
              "{\"code\": \"Math.max(\", \"cursor_pos\": 9, \"detail_level\": 0}"),
          request("complete_request", "{\"code\": \"%%sqlflow\\nSELECT\", \"cursor_pos\": 16}"),
          request("is_complete_request", "{\"code\": \"%%sqlflow\\nSELECT 1\"}"),
          request(
              "inspect_request",
              "{\"code\": \"%%sqlflow\\nSELECT\", \"cursor_pos\": 16, \"detail_level\": 0}"),
          request("history_request", "{\"hist_access_type\": \"tail\", \"n\": 1}"),
          execute(
              "%%sqlflow\\n"
                  + "CREATE TABLE warm_rows AS SELECT range AS id, 3 * (range % 4) + random() AS a,"
                  + " ln(1 + range % 3) + random() AS b, random() AS c, (range % 2) + random() AS d"
                  + " FROM range(1000);\\n"
                  + "SELECT * FROM warm_rows TO TRAIN autoencoder WITH model.encode_units = [50, 3]"
                  + " COLUMN a, b, c, d INTO warm_encoder"),
          execute(
              "%%sqlflow\\n"
                  + "SELECT * FROM warm_rows TO TRAIN clusterModel WITH model.encode_units = [50,"
                  + " 3] model.n_clusters = 4 model.run_pretrain = false COLUMN a, b, c, d USING"
                  + " warm_encoder INTO warm"),
          execute(
              "%%sqlflow\\n"
                  + "SELECT * FROM warm_rows TO PREDICT o.g USING warm;\\n"
                  + "SELECT * FROM o TO EVALUATE warm INTO e;\\n"
                  + "SELECT * FROM o TO EXPLAIN warm INTO x"),
          execute("%%sqlflow\\nSELECT g, avg(a) AS mean FROM o GROUP BY g"),
          request("shutdown_request", "{\"restart\": false}"));

  private CdsWarmup() {}

  /** Runs without arguments. */
  public static void main(String[] arguments) throws Exception {
    ProcessLimits.tooLow(); // Main does so first; it is not run, since it ends a slow process
    Class.forName("org.sqlflow.kernel.Main");
    KernelConnectionProperties properties = properties();
    KernelConnection connection = new KernelConnection(properties);
    SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""));
    SqlflowKernel kernel = new SqlflowKernel(magic, "cds-warmup");
    kernel.becomeHandlerForConnection(connection);
    kernel.captureStreams();
    connection.connect();
    kernel.warmUp();
    try (ZContext context = new ZContext()) {
      ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
      shell.connect("tcp://" + properties.getIp() + ":" + properties.getShellPort());
      for (String request : REQUESTS) {
        ask(shell, request);
      }
    }
    connection.waitUntilClose();
    magic.close();
    System.exit(0);
  }

  private static KernelConnectionProperties properties() throws IOException {
    int[] ports = new int[5];
    ServerSocket[] free = new ServerSocket[ports.length];
    for (int i = 0; i < ports.length; i++) {
      free[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ports[i] = free[i].getLocalPort();
    }
    for (ServerSocket socket : free) {
      socket.close();
    }
    return new KernelConnectionProperties(
        "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "tcp", "hmac-sha256", KEY);
  }

  private static String execute(String code) {
    return request("execute_request", "{\"code\": \"" + code + "\"}");
  }

  private static String request(String type, String content) {
    return "{\"msg_id\": \"r\", \"username\": \"r\", \"session\": \"r\", \"version\": \"5.3\","
        + " \"date\": \"2026-01-01T00:00:00Z\", \"msg_type\": \""
        + type
        + "\"}\n"
        + content;
  }

  private static void ask(ZMQ.Socket shell, String request) throws GeneralSecurityException {
    String[] headerAndContent = request.split("\n", 2);
    byte[][] parts =
        Stream.of(headerAndContent[0], "{}", "{}", headerAndContent[1])
            .map(part -> part.getBytes(UTF_8))
            .toArray(byte[][]::new);
    shell.sendMore("<IDS|MSG>");
    shell.sendMore(new HMACGenerator("hmac-sha256", KEY).calculateSignature(parts));
    for (byte[] part : Arrays.copyOf(parts, 3)) {
      shell.sendMore(part);
    }
    shell.send(parts[3]);
    do {
      shell.recv(); // however long a slow machine takes
    } while (shell.hasReceiveMore());
  }
}
