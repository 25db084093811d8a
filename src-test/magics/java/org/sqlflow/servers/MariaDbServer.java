package org.sqlflow.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** MariaDB, with a database "shop". */
public final class MariaDbServer extends DatabaseServer {
  private final Path program;

  private MariaDbServer(Path program) {
    this.program = program;
  }

  /** A running server of this program. */
  public static MariaDbServer begin(Path program) {
    MariaDbServer server = new MariaDbServer(program);
    server.begin();
    return server;
  }

  /** MariaDB's server program. */
  public static Optional<Path> program() {
    return program("mariadb-install-db").isEmpty() || program("my_print_defaults").isEmpty()
        ? Optional.empty()
        : program("mariadbd", "/usr/sbin", "/usr/libexec");
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    call(
        asNobody(
            List.of(
                program("mariadb-install-db").orElseThrow().toString(),
                "--no-defaults",
                "--datadir=" + data(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db")));
    Files.writeString(
        directory().resolve("init.sql"),
        "CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4;\n"
            + "CREATE USER IF NOT EXISTS sqlflow@'%' IDENTIFIED BY '"
            + PASSWORD
            + "';\n"
            + "GRANT ALL ON shop.* TO sqlflow@'%';\n"
            + "GRANT ALL ON other.* TO sqlflow@'%';\n");
  }

  private String data() {
    return directory().resolve("data").toString();
  }

  @Override
  List<String> command() {
    return List.of(
        program.toString(),
        "--no-defaults",
        "--datadir=" + data(),
        "--port=" + port(),
        "--bind-address=127.0.0.1",
        "--socket=" + directory().resolve("socket"),
        "--pid-file=" + directory().resolve("pid"),
        "--init-file=" + directory().resolve("init.sql"),
        "--innodb-flush-log-at-trx-commit=2");
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/shop";
  }

  @Override
  String scheme() {
    return "mysql";
  }
}
