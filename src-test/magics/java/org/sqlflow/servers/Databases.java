package org.sqlflow.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** The databases that tests run on. A server starts when it is asked for first. */
public enum Databases {
  DUCKDB("VARCHAR") {
    @Override
    public Map<String, String> environment() {
      return Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:");
    }
  },
  POSTGRESQL("TEXT") {
    @Override
    DatabaseServer begin() {
      Optional<Path> programs = PostgresServer.programs();
      Assumptions.assumeTrue(programs.isPresent(), "no PostgreSQL is found");
      return PostgresServer.begin(programs.get());
    }
  },
  MARIADB("TEXT") {
    @Override
    DatabaseServer begin() {
      Optional<Path> program = MariaDbServer.program();
      Assumptions.assumeTrue(program.isPresent(), "no MariaDB is found");
      return MariaDbServer.begin(program.get());
    }
  },
  /** Through the dialect for databases that SQLFlow knows nothing of. */
  H2("VARCHAR") {
    @Override
    public Map<String, String> environment() {
      return Map.of(
          "SQLFLOW_DATASOURCE", "jdbc:h2:mem:" + UUID.randomUUID() + ";USER=sa;PASSWORD=s3cret");
    }
  };

  private final String text;
  private DatabaseServer server;

  Databases(String text) {
    this.text = text;
  }

  /** The type of a text of any length. */
  public String text() {
    return text;
  }

  DatabaseServer begin() {
    throw new IllegalStateException(this + " has no server");
  }

  /** The server; a test is left out where the machine has none. */
  public synchronized DatabaseServer server() {
    if (server == null) {
      server = begin();
    }
    return server;
  }

  /** An environment that chooses this database. */
  public Map<String, String> environment() {
    return Map.of(
        "SQLFLOW_DATASOURCE", server().url(), "SQLFLOW_PASSWORD", DatabaseServer.PASSWORD);
  }
}
