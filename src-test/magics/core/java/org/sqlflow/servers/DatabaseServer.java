package org.sqlflow.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A database server of this machine's own programs: on a free port of the loopback interface, with
 * its files in a temporary directory, gone with this process, however that ends. As root it runs as
 * nobody.
 */
public abstract class DatabaseServer implements AutoCloseable {
  /** Who may connect. */
  public static final String USER = "sqlflow";

  /** The password of {@link #USER}; no URL could hold it as it stands. */
  public static final String PASSWORD = "s3cret@/:%x";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Becomes the server. Beside it waits what ends it when the process that reads this class is
   * gone: then nobody holds the other end of its input any more. Its files go a while later, when
   * the system has forgotten that process, and the server writes no more.
   */
  private static final String WATCHED =
      """
      signal=$1 owner=$2 files=$3
      shift 3
      exec 3<&0
      ( { cat <&3
          kill -s "$signal" $$
          for i in 1 2 3 4 5; do
            sleep 2
            kill -s 0 "$owner" || rm -rf "$files"
          done
        } >/dev/null 2>&1 & )
      exec "$@" </dev/null 3<&-
      """;

  private final Path program;
  private final Path directory;
  private final int port;
  private Process process;

  DatabaseServer(Path program) {
    this.program = program;
    try {
      directory = Files.createTempDirectory("sqlflow-server-");
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Makes the server's files. */
  abstract void prepare() throws IOException, InterruptedException;

  /** The command that runs the server in the foreground. */
  abstract List<String> command();

  /** The signal that ends the server at once, and the processes that it made. */
  abstract String endSignal();

  /** A URL of the server's database, without user and password. */
  public abstract String jdbcUrl();

  /** The URL's first word in the forms of SQLFlow. */
  abstract String scheme();

  /** A URL of the server's database with a user and without a password. */
  public String url() {
    return scheme() + "://" + USER + "@127.0.0.1:" + port + "/shop";
  }

  public int port() {
    return port;
  }

  Path program() {
    return program;
  }

  Path directory() {
    return directory;
  }

  /** Where the server keeps its databases. */
  public Path data() {
    return directory.resolve("data");
  }

  /** The same server, running. */
  DatabaseServer begun() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    try {
      if (isRoot()) {
        new ProcessBuilder("chown", "nobody", directory.toString()).start().waitFor();
      }
      prepare();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(error);
    }
    start();
    return this;
  }

  /** Starts the server, also after it was killed. */
  public void start() {
    List<String> watched =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                WATCHED,
                "sh",
                endSignal(),
                String.valueOf(ProcessHandle.current().pid()),
                directory.toString()));
    watched.addAll(asNobody(command()));
    try {
      process = logged(watched).start();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (Instant.now().isAfter(end) || !process.isAlive()) {
        throw new IllegalStateException("no server: " + log());
      }
    }
  }

  private boolean answers() {
    try {
      DriverManager.getConnection(jdbcUrl(), USER, PASSWORD).close();
      return true;
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** The server's process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends the server at once, as a crash does. */
  public void kill() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(ended -> ended.onExit().join());
  }

  @Override
  public void close() {
    try {
      if (process != null) {
        kill();
      }
      if (Files.exists(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Runs a program to its end, which is to be a good one. */
  void call(List<String> command, Path input) throws IOException, InterruptedException {
    Process called = logged(asNobody(command)).redirectInput(input.toFile()).start();
    if (!called.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || called.exitValue() != 0) {
      called.destroyForcibly();
      throw new IllegalStateException(command + " failed: " + log());
    }
  }

  /** A file among the server's. */
  Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** As nobody: servers refuse to run as root. */
  private static List<String> asNobody(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    whole.addAll(command);
    return whole;
  }

  private ProcessBuilder logged(List<String> command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
  }

  private Path logFile() {
    return directory.resolve("log");
  }

  private String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException error) {
      return error.toString();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The first of these programs that is there; names without a folder are looked up in PATH. */
  static Optional<Path> program(String name, String... folders) {
    return Stream.concat(
            Arrays.stream(folders).map(Path::of),
            Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of))
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
