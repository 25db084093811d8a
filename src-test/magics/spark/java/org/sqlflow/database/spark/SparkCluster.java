package org.sqlflow.database.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark cluster of processes on this machine: a master, workers of a core each, and a Connect
 * server. Its executors have 1 GB. All of them end with the process that started them, even if that
 * is killed. It needs nothing but the JDK, so that it can be a separate process too.
 */
final class SparkCluster implements AutoCloseable {
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private static final int PATIENCE_SECONDS = 120;

  private final Path home;
  private final Path work;
  private final int masterPort;
  private final int port;
  private final int webPort;
  private final List<String> options;
  private final List<Process> processes = new ArrayList<>();
  private Process server;

  private SparkCluster(Path home, Path work, List<String> options) throws IOException {
    this.options = options;
    this.home = home.toAbsolutePath().normalize();
    this.work = work.toAbsolutePath().normalize();
    this.masterPort = freePort();
    this.port = freePort();
    this.webPort = freePort();
  }

  /**
   * A cluster of two workers, with the jars and the folder that the build names.
   *
   * @param options further ones of the Connect server's Java, such as settings of Spark
   */
  static SparkCluster start(String... options) throws IOException, InterruptedException {
    return start(
        Path.of(System.getProperty("test.spark")),
        Path.of(System.getProperty("test.spark.work")),
        2,
        List.of(options));
  }

  /**
   * A cluster as a process: prints the URLs of its Connect server and of its pages, and runs until
   * its input ends.
   *
   * @param words the folder with Spark's {@code jars}, a folder for files, the number of workers;
   *     then options of the Connect server's Java
   */
  public static void main(String[] words) throws Exception {
    try (SparkCluster cluster =
        start(
            Path.of(words[0]),
            Path.of(words[1]),
            Integer.parseInt(words[2]),
            List.of(words).subList(3, words.length))) {
      System.out.println(cluster.url());
      System.out.println("http://127.0.0.1:" + cluster.webPort);
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Runs the main method of another class, until its own input ends with the owner. */
  static final class Owned {
    private Owned() {}

    public static void main(String[] words) throws Throwable {
      Thread watch =
          new Thread(
              () -> {
                try {
                  System.in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException ended) {
                  // The owner is gone, as at the end of the input.
                }
                Runtime.getRuntime().halt(1);
              });
      watch.setDaemon(true);
      watch.start();
      Class.forName(words[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(words, 1, words.length));
    }
  }

  private static SparkCluster start(Path home, Path work, int workers, List<String> options)
      throws IOException, InterruptedException {
    if (Files.exists(work)) { // the warehouse of an earlier run has tables of the same names
      try (Stream<Path> all = Files.walk(work)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
    SparkCluster cluster = new SparkCluster(home, work, options);
    Files.createDirectories(cluster.temporary());
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    String master = "spark://127.0.0.1:" + cluster.masterPort;
    cluster.run(
        "master",
        List.of(
            "-Xmx256m",
            Owned.class.getName(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(cluster.masterPort),
            "--webui-port",
            "0"));
    cluster.await(cluster.masterPort);
    for (int i = 0; i < workers; i++) {
      cluster.run(
          "worker" + i,
          List.of(
              "-Xmx256m",
              Owned.class.getName(),
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              cluster.work.resolve("worker" + i).toString(),
              "--webui-port",
              "0",
              master));
    }
    cluster.startServer();
    return cluster;
  }

  /** The Connect server, with a separate catalog in memory. */
  void startServer() throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Xmx" + System.getProperty("sqlflow.spark.server.memory", "1g"),
                "-Dspark.master=spark://127.0.0.1:" + masterPort,
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.port=" + webPort,
                "-Dspark.executor.memory=1g",
                "-Dspark.executor.cores=1",
                "-Dspark.executor.extraJavaOptions=-Djava.io.tmpdir=" + temporary(),
                "-Dspark.sql.shuffle.partitions=4",
                "-Dspark.sql.warehouse.dir=" + work.resolve("warehouse"),
                "-Dspark.connect.grpc.binding.address=127.0.0.1",
                "-Dspark.connect.grpc.binding.port=" + port));
    all.addAll(options);
    all.addAll(
        List.of(Owned.class.getName(), "org.apache.spark.sql.connect.service.SparkConnectServer"));
    server = run("server", all);
    await(port);
  }

  String url() {
    return "sc://127.0.0.1:" + port;
  }

  /** The server's web pages, as if they were a Connect server. */
  String pages() {
    return "sc://127.0.0.1:" + webPort;
  }

  Path work() {
    return work;
  }

  /** Ends the Connect server as a power failure would. */
  void killServer() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  /** Ends one executor as a power failure would; Spark starts another. */
  void killExecutor() {
    ProcessHandle executor =
        processes.stream()
            .flatMap(process -> process.toHandle().children())
            .filter(child -> child.info().commandLine().orElse("").contains("ExecutorBackend"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no executor runs"));
    executor.destroyForcibly();
  }

  /** How many tasks the server has sent to executors so far. */
  long startedTasks() throws IOException {
    try (Stream<String> lines = Files.lines(work.resolve("server.log"))) {
      return lines.filter(line -> line.contains("TaskSetManager: Starting task")).count();
    }
  }

  private Process run(String name, List<String> options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(name2 -> line.add("--add-opens=java.base/" + name2 + "=ALL-UNNAMED"));
    line.add("-Djdk.reflect.useDirectMethodHandle=false");
    line.add("-Dio.netty.tryReflectionSetAccessible=true");
    line.add("-Djava.io.tmpdir=" + temporary());
    line.add("-cp");
    line.add(home.resolve("jars") + "/*" + File.pathSeparator + own());
    line.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.directory(work.toFile());
    builder.environment().putAll(environment());
    Path log = work.resolve(name + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  private Path temporary() {
    return work.resolve("temporary");
  }

  /** Where this class is. */
  private static Path own() {
    try {
      return Path.of(
          SparkCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException error) {
      throw new IllegalStateException(error);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_SCALA_VERSION",
        "2.13",
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "SPARK_LOCAL_DIRS",
        temporary().toString(),
        "SPARK_LOG_DIR",
        work.toString());
  }

  private void await(int awaited) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), awaited), 1000);
        return;
      } catch (IOException notYet) {
        if (processes.stream().noneMatch(Process::isAlive)) {
          break;
        }
        Thread.sleep(100);
      }
    }
    throw new IOException("Spark does not start: see the logs in " + work);
  }

  /**
   * A port that is free, and that no system gives to a process that asks for any: one of those
   * could be taken by a worker before the server starts.
   */
  private static int freePort() throws IOException {
    while (true) {
      int tried = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(tried, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another one then.
      }
    }
  }

  /** The tables' folders in the warehouse. */
  List<String> folders() throws IOException {
    try (Stream<Path> tables = Files.list(work.resolve("warehouse"))) {
      return tables.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void close() {
    processes.stream()
        .flatMap(process -> process.toHandle().descendants())
        .forEach(ProcessHandle::destroyForcibly);
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  @Override
  public String toString() {
    return url() + Arrays.toString(processes.stream().map(Process::pid).toArray());
  }
}
