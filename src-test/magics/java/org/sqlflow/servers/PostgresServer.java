package org.sqlflow.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL, with a database "shop". */
public final class PostgresServer extends DatabaseServer {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path programs;

  private PostgresServer(Path programs) {
    this.programs = programs;
  }

  /** A running server of these programs. */
  public static PostgresServer begin(Path programs) {
    PostgresServer server = new PostgresServer(programs);
    server.begin();
    return server;
  }

  /** The folder of PostgreSQL's programs. */
  public static Optional<Path> programs() {
    try (Stream<Path> versions = Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.of()) {
      String[] folders =
          versions
              .sorted(Comparator.reverseOrder())
              .map(version -> version.resolve("bin").toString())
              .toArray(String[]::new);
      return program("initdb", folders).map(Path::getParent);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    Path password = Files.writeString(directory().resolve("password"), PASSWORD);
    call(
        asNobody(
            List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + data(),
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")));
    Process single =
        new ProcessBuilder(
                asNobody(
                    List.of(
                        programs.resolve("postgres").toString(),
                        "--single",
                        "-D",
                        data(),
                        "postgres")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    single.getOutputStream().write("CREATE DATABASE shop\n".getBytes("UTF-8"));
    single.getOutputStream().close();
    single.waitFor();
  }

  private String data() {
    return directory().resolve("data").toString();
  }

  @Override
  List<String> command() {
    return List.of(
        programs.resolve("postgres").toString(),
        "-D",
        data(),
        "-p",
        String.valueOf(port()),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=off");
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/shop";
  }

  @Override
  String scheme() {
    return "postgresql";
  }
}
