package org.sqlflow.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MariaDB, with a database "shop". */
final class MariaDbServer extends DatabaseServer {
  private static final String INIT = "init.sql";

  private final List<String> options;

  private MariaDbServer(Path program, List<String> options) {
    super(program);
    this.options = options;
  }

  /** A running server, if the machine has its programs. */
  static Optional<DatabaseServer> installed(String... options) {
    return program("mariadb-install-db").isEmpty() || program("my_print_defaults").isEmpty()
        ? Optional.empty()
        : program("mariadbd", "/usr/sbin", "/usr/libexec")
            .map(program -> new MariaDbServer(program, List.of(options)).begun());
  }

  @Override
  void prepare() throws IOException, InterruptedException {
    file(
        INIT,
        "CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4;\n"
            + "CREATE USER IF NOT EXISTS sqlflow@'%' IDENTIFIED BY '"
            + PASSWORD
            + "';\n"
            + "GRANT ALL ON shop.* TO sqlflow@'%';\n"
            + "GRANT ALL ON other.* TO sqlflow@'%';\n");
    call(
        List.of(
            program("mariadb-install-db").orElseThrow().toString(),
            "--no-defaults",
            "--datadir=" + data(),
            "--auth-root-authentication-method=normal",
            "--skip-test-db"),
        file("nothing", ""));
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>(options);
    command.addAll(
        0,
        List.of(
            program().toString(),
            "--no-defaults",
            "--datadir=" + data(),
            "--port=" + port(),
            "--bind-address=127.0.0.1",
            "--socket=" + directory().resolve("socket"),
            "--pid-file=" + directory().resolve("pid"),
            "--init-file=" + directory().resolve(INIT),
            "--innodb-flush-log-at-trx-commit=2"));
    return command;
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/shop";
  }

  @Override
  String endSignal() {
    return "KILL";
  }

  @Override
  String scheme() {
    return "mysql";
  }
}
