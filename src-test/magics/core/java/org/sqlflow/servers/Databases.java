package org.sqlflow.servers;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.sqlflow.text.Text;

/** The databases that tests run on. A server starts when it is asked for first. */
public enum Databases {
  DUCKDB("VARCHAR", "(SELECT range AS i FROM range(0, %d + 1)) s") {
    @Override
    public Map<String, String> environment() {
      return Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:");
    }
  },
  POSTGRESQL("TEXT", "generate_series(0, %d) s(i)") {
    @Override
    public DatabaseServer server() {
      return present(Postgres.SERVER);
    }
  },
  MARIADB("TEXT", "(SELECT seq AS i FROM seq_0_to_%d) s") {
    @Override
    public DatabaseServer server() {
      return present(MariaDb.SERVER);
    }
  },
  /** Through the dialect for databases that SQLFlow knows nothing of. */
  H2("VARCHAR", "(SELECT x AS i FROM system_range(0, %d)) s") {
    @Override
    public Map<String, String> environment() {
      return Map.of(
          "SQLFLOW_DATASOURCE", "jdbc:h2:mem:" + UUID.randomUUID() + ";USER=sa;PASSWORD=s3cret");
    }
  };

  private final String text;
  private final String numbers;

  Databases(String text, String numbers) {
    this.text = text;
    this.numbers = numbers;
  }

  /** Starts when it is asked for first, and serves all tests of a process. */
  private static final class Postgres {
    static final Optional<DatabaseServer> SERVER = PostgresServer.installed();
  }

  /** Starts when it is asked for first, and serves all tests of a process. */
  private static final class MariaDb {
    static final Optional<DatabaseServer> SERVER = MariaDbServer.installed();
  }

  /** A MariaDB server of its caller's own, with options; a test is left out where there is none. */
  public static DatabaseServer mariaDbWith(String... options) {
    return MARIADB.present(MariaDbServer.installed(options));
  }

  /** The type of a text of any length. */
  public String text() {
    return text;
  }

  /** What to select whole numbers i from: as many as said, from 0. */
  public String numbers(int count) {
    return Text.of(numbers, count - 1);
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
