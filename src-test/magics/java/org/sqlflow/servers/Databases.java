package org.sqlflow.servers;

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
    public DatabaseServer server() {
      return present(Postgres.SERVER);
    }
  },
  MARIADB("TEXT") {
    @Override
    public DatabaseServer server() {
      return present(MariaDb.SERVER);
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

  Databases(String text) {
    this.text = text;
  }

  /** Starts when it is asked for first, and serves all tests of a process. */
  private static final class Postgres {
    static final Optional<DatabaseServer> SERVER = PostgresServer.installed();
  }

  /** Starts when it is asked for first, and serves all tests of a process. */
  private static final class MariaDb {
    static final Optional<DatabaseServer> SERVER = MariaDbServer.installed();
  }

  /** The type of a text of any length. */
  public String text() {
    return text;
  }

  /** The server; a test is left out where the machine has none. */
  public DatabaseServer server() {
    throw new IllegalStateException(this + " has no server");
  }

  DatabaseServer present(Optional<DatabaseServer> server) {
    Assumptions.assumeTrue(server.isPresent(), "no " + this + " is found");
    return server.orElseThrow();
  }

  /** An environment that chooses this database. */
  public Map<String, String> environment() {
    return Map.of(
        "SQLFLOW_DATASOURCE", server().url(), "SQLFLOW_PASSWORD", DatabaseServer.PASSWORD);
  }
}
