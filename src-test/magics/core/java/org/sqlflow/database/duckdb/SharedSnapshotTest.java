package org.sqlflow.database.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.session.Databases;
import org.sqlflow.database.spi.Session;

/** Tables that several connections read in parts. */
class SharedSnapshotTest {
  /** So many that a table is read in two parts at least. */
  private static final int ROWS = 600_000;

  private static final String COUNT = "SELECT count(*) FROM t";

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Databases.connect(DataSource.parse("duckdb://" + folder.resolve("a.db"), folder));
    database.run("SET threads = 3");
    database.run(
        "CREATE TABLE t AS SELECT CASE WHEN x % 7 > 0 THEN x END AS a, -x AS b, (x /"
            + " 8)::DECIMAL(12, 3) AS \"c d\", CASE WHEN x % 5 = 0 THEN 'nan'::DOUBLE ELSE x / 3"
            + " END AS e, x % 2 = 0 AS f FROM range("
            + ROWS
            + ") r(x)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int value(String sql) {
    return ((Number) database.rows(sql, List.of()).get(0).get(0)).intValue();
  }

  private Optional<SharedSnapshot> snapshot(String table) throws SQLException {
    return SharedSnapshot.open((Session) database, table, 2, 3);
  }

  private void checkNothingIsLeft() {
    assertThat(value("SELECT current_setting('threads')")).isEqualTo(3);
    assertThat(value("FROM duckdb_connection_count()")).isEqualTo(1);
  }

  @Test
  void allPartsSeeTheSame() throws SQLException {
    try (SharedSnapshot snapshot = snapshot("a.main.t").orElseThrow()) {
      assertThat(value("SELECT current_setting('threads')")).isEqualTo(1);
      database.run("DELETE FROM t WHERE b < -1000");
      assertThat(snapshot.sum(List.of(COUNT, COUNT))).isEqualTo(2 * ROWS);
      assertThatThrownBy(() -> snapshot.sum(List.of(COUNT, "SELECT error('no')")))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("no");
    }
    checkNothingIsLeft();
  }

  @Test
  void afterAnErrorOfOnePartTheOthersHaveEnded() throws SQLException {
    String slow = "SELECT sum(x * 2 % 7) FROM range(20000000) r(x)";
    for (List<String> parts :
        List.of(List.of("SELECT error('no')", slow), List.of(slow, "SELECT error('no')"))) {
      try (SharedSnapshot snapshot = snapshot("a.main.t").orElseThrow()) {
        assertThatThrownBy(() -> snapshot.sum(parts)).hasMessageContaining("no");
      }
      checkNothingIsLeft();
    }
  }

  @Test
  void noneIsSharedWhileAnotherConnectionMayWrite() throws SQLException {
    try (Connection other = database.another();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("DELETE FROM t WHERE b = 0");
      assertThat(snapshot("a.main.t")).isEmpty();
      read("SELECT * FROM t", ROWS);
      statement.execute("COMMIT");
      assertThat(snapshot("a.main.t")).isEmpty();
    }
    checkNothingIsLeft();
    snapshot("a.main.t").orElseThrow().close();
  }

  @Test
  void aTableOfAnotherDatabaseHasItsOwnTransactions() throws SQLException {
    database.run("ATTACH ':memory:' AS other");
    database.run("CREATE TABLE other.t AS SELECT * FROM t");
    assertThat(snapshot("other.main.t")).isEmpty();
    checkNothingIsLeft();
    read("SELECT * FROM other.t", ROWS);
    database.run("USE other");
    database.run("DELETE FROM t WHERE b < -499999");
    read("SELECT * FROM t", 500_000);
  }

  /** Reads all columns, and checks them. */
  private void read(String query, int rows) {
    List<ColumnRead> reads =
        List.of("e", "b", "c d", "a", "f").stream().map(ColumnRead::numbers).toList();
    try (RowSource source = database.read(query, reads, RowLimit.ALL)) {
      assertThat(source.count()).isEqualTo(rows);
      int[] next = {0};
      source.read(
          batch -> {
            double[][] values =
                reads.stream().map(r -> batch.doubles(r.column())).toArray(double[][]::new);
            for (int row = 0; row < batch.rows(); row++) {
              int x = next[0]++;
              double[] expected = {
                x % 5 == 0 ? Double.NaN : x / 3.0,
                -x,
                Math.round(x * 125.0) / 1e3,
                x % 7 > 0 ? x : Double.NaN,
                (x + 1) % 2
              };
              for (int i = 0; i < expected.length; i++) {
                if (Double.compare(values[i][row], expected[i]) != 0
                    && values[i][row] != expected[i]) {
                  throw new AssertionError(
                      x + ": " + values[i][row] + " for " + Arrays.toString(expected) + ", " + i);
                }
              }
            }
          });
      assertThat(next[0]).isEqualTo(rows);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM t",
        " select a, \"c d\" ,b, e,f from  main . \"t\"\n",
        "SELECT f, e, \"c d\", b, a FROM a.main.t",
        "SELECT * FROM t -- all"
      })
  void valuesAndOrderAreThoseOfTheTable(String query) {
    read(query, ROWS);
    checkNothingIsLeft();
    database.run("BEGIN");
    database.run("DELETE FROM t WHERE b < -499999");
    read(query, 500_000);
    database.run("ROLLBACK");
    read(query, ROWS);
    database.run("DELETE FROM t WHERE b < -499999");
    read(query, 500_000);
    checkNothingIsLeft();
  }

  /** The other connections do not see what is only in this session, under the same name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TEMP TABLE t AS SELECT * FROM a.main.u",
        "CREATE TEMP VIEW t AS SELECT * FROM a.main.u",
        "CREATE TEMP VIEW t AS SELECT b AS a, a AS b, \"c d\", e, f FROM a.main.swapped",
        "CREATE SCHEMA s; CREATE TABLE s.t AS SELECT * FROM a.main.u; USE a.s",
        "CREATE SCHEMA s; CREATE VIEW s.t AS SELECT rowid, b AS a, a AS b, \"c d\", e, f FROM"
            + " a.main.swapped; SET search_path = 's,main'"
      })
  void namesMeanWhatTheyDoInTheSession(String hiding) {
    database.run("ALTER TABLE t RENAME TO u");
    database.run("CREATE TABLE swapped AS SELECT a AS b, b AS a, \"c d\", e, f FROM u");
    database.run("CREATE TABLE t AS SELECT 1 - a AS a, b, \"c d\", e, f FROM u");
    Arrays.stream(hiding.split("; ")).forEach(database::run);
    read("SELECT * FROM t", ROWS);
  }

  @Test
  void readingInPartsCanBeCancelled() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    Thread user =
        new Thread(
            () -> {
              while (!ended.get()) {
                database.cancel();
                Thread.onSpinWait();
              }
            });
    user.start();
    try {
      assertThatThrownBy(() -> read("SELECT * FROM t", ROWS)).isInstanceOf(DatabaseException.class);
    } finally {
      ended.set(true);
      user.join();
    }
    checkNothingIsLeft();
    read("SELECT * FROM t", ROWS);
  }

  @Test
  void aValueThatIsNoNumberIsReportedWithItsPlace() {
    database.run("CREATE TABLE texts AS SELECT x::VARCHAR AS x FROM range(600000) r(x)");
    database.run("UPDATE texts SET x = 'many' WHERE x = '599999'");
    List<ColumnRead> reads = List.of(ColumnRead.numbers("x"));
    assertThatThrownBy(() -> database.read("SELECT * FROM texts", reads, RowLimit.ALL))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("many");
    checkNothingIsLeft();
  }

  @Test
  void settingsThatMayNotChangeAreNotChanged() {
    database.run("SET lock_configuration = true");
    read("SELECT * FROM t", ROWS);
    checkNothingIsLeft();
  }
}
