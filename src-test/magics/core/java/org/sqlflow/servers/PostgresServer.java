package org.sqlflow.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL, with a database "shop". */
final class PostgresServer extends DatabaseServer {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private PostgresServer(Path program) {
    super(program);
  }

  /** A running server, if the machine has its programs: the newest. */
  static Optional<DatabaseServer> installed() {
    try (Stream<Path> versions = Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.of()) {
      String[] folders =
          versions
              .sorted(Comparator.reverseOrder())
              .map(version -> version.resolve("bin").toString())
              .toArray(String[]::new);
      return program("initdb", folders)
          .map(initdb -> new PostgresServer(initdb.resolveSibling("postgres")).begun());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    call(
        List.of(
            program().resolveSibling("initdb").toString(),
            "--pgdata=" + data(),
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + file("password", PASSWORD),
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"),
        file("nothing", ""));
    call(
        List.of(program().toString(), "--single", "-D", data().toString(), "postgres"),
        file("init.sql", "CREATE DATABASE shop\n"));
  }

  @Override
  List<String> command() {
    return List.of(
        program().toString(),
        "-D",
        data().toString(),
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

  /** The postmaster passes it on; a signal that it cannot hear would leave its children behind. */
  @Override
  String endSignal() {
    return "QUIT";
  }

  @Override
  String scheme() {
    return "postgresql";
  }
}
