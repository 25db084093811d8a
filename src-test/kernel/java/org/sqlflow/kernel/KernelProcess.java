package org.sqlflow.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** A kernel in a separate process, as front ends start it, and a front end at its sockets. */
final class KernelProcess implements AutoCloseable {
  private static final int SECONDS = 120;

  private final JupyterClient client;
  private final Process process;
  private final Path log;

  private KernelProcess(JupyterClient client, Process process, Path log) {
    this.client = client;
    this.process = process;
    this.log = log;
  }

  /** A kernel in a folder, for a front end that is connected to it. */
  static KernelProcess start(Path folder, List<String> options, Map<String, String> environment)
      throws IOException, GeneralSecurityException {
    JupyterClient client = new JupyterClient();
    KernelProcess kernel =
        launch(client, folder, connection(client.properties()), options, environment);
    client.connect();
    return kernel;
  }

  /** A kernel for a connection file of any text. */
  static KernelProcess launch(
      JupyterClient client,
      Path folder,
      String connection,
      List<String> options,
      Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(folder.resolve("connection.json"), connection);
    Path log = folder.resolve("kernel.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.awt.headless=true", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SQLFLOW_DATASOURCE", "duckdb://:memory:");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new KernelProcess(client, builder.start(), log);
  }

  /** The connection file for a front end's ports. */
  static String connection(KernelConnectionProperties of) {
    return ("{\"ip\": \"%s\", \"transport\": \"%s\", \"signature_scheme\": \"%s\", \"key\": \"%s\","
            + " \"control_port\": %d, \"shell_port\": %d, \"stdin_port\": %d, \"hb_port\": %d,"
            + " \"iopub_port\": %d}")
        .formatted(
            of.getIp(),
            of.getTransport(),
            of.getSignatureScheme(),
            of.getKey(),
            of.getControlPort(),
            of.getShellPort(),
            of.getStdinPort(),
            of.getHbPort(),
            of.getIopubPort());
  }

  JupyterClient client() {
    return client;
  }

  Process process() {
    return process;
  }

  /** The exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the kernel did not end in " + SECONDS + " s");
    }
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
  }
}
