package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.ReadColumn.Form;

/** Rows of queries that DuckDB keeps until they are read. */
class QueryRowsTest {
  private static final List<ReadColumn> X_AND_R =
      List.of(new ReadColumn("x", Form.NUMBER), new ReadColumn("r", Form.NUMBER));
  private static final String RANDOM = "SELECT x, random() AS r FROM range(150000) t(x)";

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.connect(DataSource.parse("duckdb://" + folder.resolve("a.db"), folder));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Object value(String sql) {
    return database.rows(sql, List.of()).get(0).get(0);
  }

  /** More than are read into memory. */
  private static final int MANY = 7_000_000;

  private static double sum(ColumnBlock block, int column) {
    return Arrays.stream((double[]) block.columns().get(column)).limit(block.rows()).sum();
  }

  @Test
  void manyRowsOfChanceAreTheSameEachTimeTheyAreRead() {
    String random = "SELECT x, random() AS r FROM range(" + MANY + ") t(x)";
    try (QueryRows rows = database.query(random, X_AND_R, RowsWanted.ALL)) {
      KeptRows kept = rows.kept().orElseThrow();
      assertThat(rows.isInMemory()).isFalse();
      assertThat(rows.count()).isEqualTo(MANY);
      List<Double> sums = new ArrayList<>();
      rows.read(block -> sums.add(sum(block, 1)));
      assertThat(sums).hasSize(kept.blocks());
      for (int i = 0; i < kept.blocks(); i++) {
        ColumnBlock again = kept.block(i, List.of(X_AND_R.get(1)));
        assertThat(again.rows()).isEqualTo(kept.rows(i));
        assertThat(sum(again, 0)).isEqualTo(sums.get(i));
      }
    }
  }

  @Test
  void fewRowsAreInMemoryAndComeInTheirOrder() {
    for (boolean ordered : new boolean[] {true, false}) {
      database.run("SET preserve_insertion_order = " + ordered);
      String sorted = "SELECT -x AS x, random() AS r FROM range(150000) t(x) ORDER BY x";
      try (QueryRows rows = database.query(sorted, X_AND_R, RowsWanted.ALL)) {
        assertThat(value("SELECT count(*) FROM duckdb_tables()")).isEqualTo(0L);
        assertThat(rows.isInMemory()).isTrue();
        assertThat(rows.kept()).isEmpty();
        assertThat(rows.count()).isEqualTo(150_000);
        double[] next = {-149_999};
        rows.read(
            block -> {
              for (int row = 0; row < block.rows(); row++) {
                assertThat(((double[]) block.columns().get(0))[row]).isEqualTo(next[0]++);
              }
            });
        assertThat(next[0]).isEqualTo(1);
      }
    }
  }

  @Test
  void manyRowsWhereFewWereExpectedAreReadAsWell() {
    String unexpected = "SELECT unnest(range(" + MANY + ")) AS x, 0.5 AS r";
    try (QueryRows rows = database.query(unexpected, X_AND_R, RowsWanted.ALL)) {
      assertThat(rows.kept()).isPresent();
      assertThat(rows.count()).isEqualTo(MANY);
      double[] sums = new double[1];
      rows.read(block -> sums[0] += sum(block, 0));
      assertThat(sums[0]).isEqualTo(MANY * (MANY - 1.0) / 2);
    }
  }

  @Test
  void anErrorFarBehindTheFirstRowsIsTold() {
    String late =
        "SELECT CASE WHEN x = 3e6 THEN error('no') ELSE x END AS x FROM range(4e6::INT) t(x)";
    assertThatThrownBy(() -> database.query(late, X_AND_R.subList(0, 1), RowsWanted.ALL))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("Invalid Input Error: no");
  }

  @Test
  void aStatementThatWasStoppedReadsNoFurther() {
    Session session = database.session();
    assertThatThrownBy(
            () ->
                session.call(
                    "SELECT 1",
                    statement -> {
                      session.checkStopped();
                      session.cancel();
                      session.checkStopped();
                      return true;
                    }))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("the statement was stopped");
    session.call(
        "SELECT 1",
        statement -> {
          session.checkStopped();
          return true;
        });
  }

  @Test
  void listsAreReadBesideNumbersAndTexts() {
    String query = "SELECT x, 'text ' || x % 3 AS s, [x, NULL, 2] AS l FROM range(70000) t(x)";
    List<ReadColumn> columns =
        List.of(
            new ReadColumn("x", Form.NUMBER),
            new ReadColumn("s", Form.TEXT),
            new ReadColumn("l", Form.LIST));
    for (int some = 1; some <= 3; some++) {
      double[] sums = new double[2];
      try (QueryRows rows = database.query(query, columns.subList(0, some), RowsWanted.ALL)) {
        rows.read(
            block -> {
              for (int row = 0; row < block.rows(); row++) {
                double x = ((double[]) block.columns().get(0))[row];
                sums[0] += x;
                if (block.columns().size() > 1) {
                  assertThat(((String[]) block.columns().get(1))[row])
                      .isEqualTo("text " + (int) x % 3);
                }
                if (block.columns().size() > 2) {
                  sums[1] += ((double[][]) block.columns().get(2))[row][2];
                }
              }
            });
      }
      assertThat(sums[0]).isEqualTo(70_000 * 69_999.0 / 2);
      assertThat(sums[1]).isEqualTo(some == 3 ? 140_000 : 0);
    }
  }

  @Test
  void nullIsNotANumberAndNoText() {
    String query = "SELECT CASE WHEN x % 2 = 0 THEN x END AS x FROM range(10) t(x)";
    for (Form form : List.of(Form.NUMBER, Form.TEXT)) {
      List<ReadColumn> columns = List.of(new ReadColumn("x", form));
      try (QueryRows rows = database.query(query, columns, RowsWanted.ALL)) {
        rows.read(
            block -> {
              if (form == Form.NUMBER) {
                assertThat((double[]) block.columns().get(0)).startsWith(0, Double.NaN, 2);
              } else {
                assertThat((String[]) block.columns().get(0)).startsWith("0", null, "2");
              }
            });
      }
    }
  }

  @Test
  void anErrorAmongARowsChunksEndsTheBlocksBeforeIt() {
    String query =
        "SELECT CASE WHEN x = 3e6 THEN error('no')::DOUBLE ELSE x END FROM range(4000000) t(x)";
    List<ColumnBlock> read = new ArrayList<>();
    database
        .session()
        .prepared(
            query,
            List.of(),
            statement -> {
              new DuckDbChunkReader(X_AND_R.subList(0, 1)).read(statement, 4_000_000, read::add);
              return true;
            });
    assertThat(read).hasSizeBetween(1, 45);
    for (int i = 0; i < read.size(); i++) {
      double first = 65_536.0 * i;
      assertThat((double[]) read.get(i).columns().get(0))
          .hasSize(65_536)
          .startsWith(first)
          .endsWith(first + 65_535);
    }
  }

  @Test
  void moreRowsThanWillBeReadAreCountedOnly() {
    try (QueryRows rows = database.query(RANDOM, X_AND_R, RowsWanted.atMost(1000))) {
      assertThat(rows.count()).isEqualTo(150_000);
      List<Integer> read = new ArrayList<>();
      rows.read(block -> read.add(block.rows()));
      assertThat(read).containsExactly(1001);
    }
  }

  @Test
  void aShareOfTheRowsHoldsAsManyAsAreWantedAndFewMore() {
    for (int seed = 0; seed < 50; seed++) {
      RowsWanted wanted = RowsWanted.about(900, 150_000, seed);
      try (QueryRows rows = database.query(RANDOM, X_AND_R, wanted)) {
        assertThat(rows.count()).isBetween(900L, 1400L);
      }
    }
  }

  @Test
  void nothingIsLeftWhenTheRowsAreClosed() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.query(RANDOM, X_AND_R, RowsWanted.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    assertThat(value("SELECT count(*) FROM duckdb_tables()")).isEqualTo(0L);
    assertThatThrownBy(() -> database.query("SELECT nosuch", X_AND_R, RowsWanted.ALL))
        .isInstanceOf(DatabaseException.class);
    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
  }

  @Test
  void meanwhileDuckDbTakesLittleMemoryUnlessTheQueryNeedsMore() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.run("CREATE TABLE t AS SELECT x, random() AS r FROM range(10000000) t(x)");

    try (QueryRows rows = database.query("SELECT * FROM t", X_AND_R, RowsWanted.ALL)) {
      assertThat(rows.count()).isEqualTo(10_000_000);
      assertThat((String) value("SELECT current_setting('memory_limit')")).contains("MiB");
      assertThat((Long) value("SELECT sum(temporary_storage_bytes)::BIGINT FROM duckdb_memory()"))
          .isPositive();
    }
    // One list of 240 MB, which cannot be written out in parts.
    String large = "SELECT len(list(x)) AS x, 1 AS r FROM range(30000000) t(x)";
    try (QueryRows rows = database.query(large, X_AND_R, RowsWanted.ALL)) {
      rows.read(block -> assertThat(((double[]) block.columns().get(0))[0]).isEqualTo(3e7));
      assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    }
  }

  @Test
  void inATransactionOfTheUsersAQueryMayTakeWhatItNeeds() {
    database.run("BEGIN");
    database.run("CREATE TABLE made AS SELECT 1");
    String large = "SELECT len(list(x)) AS x, 1 AS r FROM range(30000000) t(x)";
    try (QueryRows rows = database.query(large, X_AND_R, RowsWanted.ALL)) {
      rows.read(block -> assertThat(((double[]) block.columns().get(0))[0]).isEqualTo(3e7));
    }
    assertThat(database.session().inTransaction()).isTrue();
    database.run("COMMIT");

    assertThat(database.session().inTransaction()).isFalse();
    assertThat(value("SELECT count(*) FROM made")).isEqualTo(1L);
  }

  @Test
  void aLimitOfTheUsersOwnIsThereAgainAfterwards() {
    database.run("SET memory_limit = '512MiB'");

    database.query(RANDOM, X_AND_R, RowsWanted.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo("512.0 MiB");
  }
}
