package org.sqlflow.database.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnRead.Form;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.session.Databases;
import org.sqlflow.database.spi.Session;

/** Rows of queries, in memory or spooled. */
class DuckDbReaderTest {
  private static final List<ColumnRead> X_AND_R =
      List.of(ColumnRead.numbers("x"), ColumnRead.numbers("r"));
  private static final String RANDOM = "SELECT x, random() AS r FROM range(150000) t(x)";

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Databases.connect(DataSource.parse("duckdb://" + folder.resolve("a.db"), folder));
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

  private static double sum(RowBatch block, int column) {
    return Arrays.stream(((ColumnVector.Doubles) block.column(column)).values())
        .limit(block.rows())
        .sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM t",
        "select x * 2 - x AS x FROM t AS u -- all",
        "SELECT * FROM gaps",
        "SELECT * FROM own",
        "SELECT * FROM v",
        "SELECT * FROM t WHERE x >= 0",
        "SELECT x FROM (SELECT * FROM t)",
        "FROM t",
        "SELECT x FROM joined"
      })
  void rowsOfATableKeepTheirOrderHoweverItsRowsAreNumbered(String query) {
    database.run("CREATE TABLE t AS SELECT x::DOUBLE AS x FROM range(300000) r(x)");
    database.run("CREATE VIEW v AS SELECT * FROM t");
    database.run("CREATE TABLE gaps AS SELECT * FROM range(-50000, 350000) r(x)");
    database.run("DELETE FROM gaps WHERE x < 0 OR x >= 300000");
    database.run("CREATE TABLE own AS SELECT x, (x + 5) % 300000 AS rowid FROM range(300000) r(x)");
    database.run("CREATE TABLE joined AS SELECT a.x FROM t a JOIN t b USING (x) ORDER BY a.x");

    try (RowSource rows =
        database.read(query, List.of(ColumnRead.numbers("x")), RowLimit.atMost(400_000))) {
      List<Double> read = new ArrayList<>();
      rows.read(
          block ->
              Arrays.stream(((ColumnVector.Doubles) block.column(0)).values())
                  .limit(block.rows())
                  .forEach(read::add));
      assertThat(read).hasSize(300_000);
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i)).isEqualTo(i);
      }
    }
  }

  @Test
  void manyRandomRowsAreTheSameEachTimeTheyAreRead() {
    String random = "SELECT x, random() AS r FROM range(" + MANY + ") t(x)";
    try (RowSource rows = database.read(random, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isRereadable()).isTrue();
      assertThat(rows.isInMemory()).isFalse();
      assertThat(rows.count()).isEqualTo(MANY);
      List<Double> sums = new ArrayList<>();
      rows.read(block -> sums.add(sum(block, 1)));
      assertThat(sums).hasSize(rows.batches());
      for (int i = 0; i < rows.batches(); i++) {
        RowBatch again = rows.batch(i, List.of(X_AND_R.get(1)));
        assertThat(again.rows()).isEqualTo(rows.rows(i));
        assertThat(sum(again, 0)).isEqualTo(sums.get(i));
      }
    }
  }

  @Test
  void castsInAQueryOfAFileAreThoseOfItsValues() throws IOException {
    Path file = folder.resolve("gaps.csv");
    Files.writeString(file, "day,score\n31.12.2020,n/a\n01.02.2021,2\n15.03.2021,3\n");

    assertThat(
            database.rows(
                "SELECT day::VARCHAR, TRY_CAST(score AS DOUBLE) FROM '" + file + "'", List.of()))
        .containsExactly(
            Arrays.asList("2020-12-31", null),
            List.<Object>of("2021-02-01", 2.0),
            List.<Object>of("2021-03-15", 3.0));
  }

  @Test
  void rowsThatRestLeaveTheMemoryUntilTheyAreReadAgain() {
    Object limit = value("SELECT current_setting('memory_limit')");
    try (RowSource rows =
        database.read("SELECT x, x AS r FROM range(" + MANY + ") t(x)", X_AND_R, RowLimit.ALL)) {
      rows.rest();
      assertThat(usedMegabytes()).isLessThan(20);
      double[] sum = {0};
      for (int index = 0; index < rows.batches(); index++) {
        sum[0] += sum(rows.batch(index, X_AND_R), 1);
      }
      assertThat(sum[0]).isEqualTo(0.5 * MANY * (MANY - 1.0));
      assertThat(usedMegabytes()).isLessThan(60);
      rows.rest();
      rows.read(batch -> sum[0] -= sum(batch, 0));
      assertThat(sum[0]).isZero();
    }
    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
  }

  private long usedMegabytes() {
    Object bytes = value("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()");
    return ((Number) bytes).longValue() >> 20;
  }

  /** DuckDB 2.0 reads "Yes" of a file as a number, and a date as the file has it. */
  @Test
  void valuesOfAFileAreCastAsTheValuesThatTheyAre() throws IOException {
    Path file = folder.resolve("mixed.csv");
    Files.writeString(file, "day,back,n\n31.12.2020,Yes,1\n01.02.2021,No,2\n15.03.2021,Yes,3\n");
    List<ColumnRead> reads =
        List.of(ColumnRead.texts("day"), ColumnRead.numbers("back"), ColumnRead.numbers("n"));
    for (String query :
        List.of("SELECT * FROM '" + file + "'", "SELECT n, back, day FROM '" + file + "'")) {
      for (RowLimit limit : List.of(RowLimit.ALL, RowLimit.atMost(3))) {
        try (RowSource rows = database.read(query, reads, limit)) {
          rows.read(
              batch -> {
                assertThat(Arrays.copyOf(batch.texts("day"), 3))
                    .containsExactly("2020-12-31", "2021-02-01", "2021-03-15");
                assertThat(Arrays.copyOf(batch.doubles("back"), 3)).containsExactly(1, 0, 1);
                assertThat(Arrays.copyOf(batch.doubles("n"), 3)).containsExactly(1, 2, 3);
              });
          assertThat(rows.isOrdered()).isTrue();
        }
      }
    }
  }

  @Test
  void fewRowsAreInMemoryAndComeInTheirOrder() {
    for (boolean ordered : new boolean[] {true, false}) {
      database.run("SET preserve_insertion_order = " + ordered);
      String sorted = "SELECT -x AS x, random() AS r FROM range(150000) t(x) ORDER BY x";
      try (RowSource rows = database.read(sorted, X_AND_R, RowLimit.ALL)) {
        assertThat(value("SELECT count(*) FROM duckdb_tables()")).isEqualTo(0L);
        assertThat(rows.isInMemory()).isTrue();
        assertThat(rows.isRereadable()).isTrue();
        assertThat(rows.count()).isEqualTo(150_000);
        double[] next = {-149_999};
        rows.read(
            block -> {
              for (int row = 0; row < block.rows(); row++) {
                assertThat(((ColumnVector.Doubles) block.column(0)).values()[row])
                    .isEqualTo(next[0]++);
              }
            });
        assertThat(next[0]).isEqualTo(1);
      }
    }
  }

  @Test
  void manyRowsWhereFewWereExpectedAreReadAsWell() {
    String unexpected = "SELECT unnest(range(" + MANY + ")) AS x, 0.5 AS r";
    try (RowSource rows = database.read(unexpected, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isInMemory()).isFalse();
      assertThat(rows.count()).isEqualTo(MANY);
      double[] sums = new double[1];
      rows.read(block -> sums[0] += sum(block, 0));
      assertThat(sums[0]).isEqualTo(MANY * (MANY - 1.0) / 2);
    }
  }

  @Test
  void anErrorFarAfterTheFirstRowsIsReported() {
    String late =
        "SELECT CASE WHEN x = 3e6 THEN error('no') ELSE x END AS x FROM range(4e6::INT) t(x)";
    assertThatThrownBy(() -> database.read(late, X_AND_R.subList(0, 1), RowLimit.ALL))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("Invalid Input Error: no");
  }

  /** So many that DuckDB's threads decode them. */
  private static final int COLLECTED = 200_000;

  private static final String MIXED =
      "SELECT CASE WHEN x % 7 > 0 THEN x END AS big, (x % 100)::TINYINT AS tiny, x % 3 = 0 AS"
          + " truth, (x / 8)::DECIMAL(12, 3) AS exact, (x / 4)::REAL AS single, x::HUGEINT AS huge"
          + " FROM numbers WHERE x % 5 > 0";

  private void checkMixed(RowSource rows) {
    int[] next = {0};
    rows.read(
        batch -> {
          assertThat(batch.rows()).isLessThanOrEqualTo(RowBatch.MOST_ROWS);
          for (int row = 0; row < batch.rows(); row++, next[0]++) {
            int x = next[0] / 4 * 5 + next[0] % 4 + 1;
            double[] expected = {
              x % 7 > 0 ? x : Double.NaN, x % 100, x % 3 == 0 ? 1 : 0, x / 8.0, x / 4.0, x
            };
            for (int column = 0; column < expected.length; column++) {
              double value = ((ColumnVector.Doubles) batch.column(column)).values()[row];
              if (Double.compare(value, expected[column]) != 0) {
                throw new AssertionError(x + ": " + value + " in column " + column);
              }
            }
          }
        });
    assertThat(next[0]).isEqualTo(COLLECTED / 5 * 4);
    assertThat(rows.count()).isEqualTo(next[0]);
  }

  /** Within a transaction of the user, the connection reads them in another way. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void numbersOfAllTypesComeInTheirOrderWithTheirGaps(boolean transaction) {
    database.run("CREATE TABLE numbers AS SELECT range AS x FROM range(" + COLLECTED + ")");
    List<ColumnRead> reads =
        List.of("big", "tiny", "truth", "exact", "single", "huge").stream()
            .map(ColumnRead::numbers)
            .toList();
    if (transaction) {
      database.run("BEGIN");
    }
    for (int again = 0; again < 2; again++) {
      try (RowSource rows = database.read(MIXED, reads, RowLimit.ALL)) {
        assertThat(rows.isInMemory()).isTrue();
        assertThat(rows.isOrdered()).isTrue();
        checkMixed(rows);
      }
    }
    if (transaction) {
      database.run("ROLLBACK");
      try (RowSource rows = database.read(MIXED, reads, RowLimit.ALL)) {
        checkMixed(rows);
      }
    }
  }

  /** DuckDB expects a fifth of what a filter is given. */
  @Test
  void moreNumbersThanFitAreSpooledAlthoughFewerWereExpected() {
    String unexpected =
        "SELECT x, 0.5 AS r FROM range(" + MANY + ") t(x) WHERE (x::VARCHAR || 'a') LIKE '%a'";
    try (RowSource rows = database.read(unexpected, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isInMemory()).isFalse();
      assertThat(rows.count()).isEqualTo(MANY);
    }
  }

  @Test
  void anErrorInManyNumbersIsReportedAndHarmsNothing() {
    String late =
        "SELECT x AS x, CASE WHEN x > 90000 THEN error('no') ELSE x END AS r"
            + " FROM range(100000) t(x)";
    assertThatThrownBy(() -> database.read(late, X_AND_R, RowLimit.ALL))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("Invalid Input Error: no");
    try (RowSource rows = database.read(RANDOM, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.count()).isEqualTo(150_000);
    }
  }

  @Test
  void readingManyNumbersCanBeCancelled() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    Thread user =
        new Thread(
            () -> {
              while (!ended.get()) {
                database.cancel();
                Thread.onSpinWait();
              }
            });
    String endless = "SELECT x, x AS r FROM range(1000000000000000) t(x) WHERE x % 3 = 5";
    user.start();
    try {
      assertThatThrownBy(() -> database.read(endless, X_AND_R, RowLimit.atMost(100_000)))
          .isInstanceOf(DatabaseException.class);
    } finally {
      ended.set(true);
      user.join();
    }
    try (RowSource rows = database.read(RANDOM, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.count()).isEqualTo(150_000);
    }
  }

  @Test
  void aCancelledStatementReadsNoFurther() {
    Session session = (Session) database;
    assertThatThrownBy(
            () ->
                session.call(
                    "SELECT 1",
                    statement -> {
                      session.checkCancelled();
                      session.cancel();
                      session.checkCancelled();
                      return true;
                    }))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("the statement was cancelled");
    session.call(
        "SELECT 1",
        statement -> {
          session.checkCancelled();
          return true;
        });
  }

  @Test
  void listsAreReadTogetherWithNumbersAndTexts() {
    String query = "SELECT x, 'text ' || x % 3 AS s, [x, NULL, 2] AS l FROM range(70000) t(x)";
    List<ColumnRead> columns =
        List.of(ColumnRead.numbers("x"), ColumnRead.texts("s"), ColumnRead.lists("l"));
    for (int some = 1; some <= 3; some++) {
      double[] sums = new double[2];
      try (RowSource rows = database.read(query, columns.subList(0, some), RowLimit.ALL)) {
        rows.read(
            block -> {
              for (int row = 0; row < block.rows(); row++) {
                double x = ((ColumnVector.Doubles) block.column(0)).values()[row];
                sums[0] += x;
                if (block.columns().size() > 1) {
                  assertThat(((ColumnVector.Texts) block.column(1)).values()[row])
                      .isEqualTo("text " + (int) x % 3);
                }
                if (block.columns().size() > 2) {
                  sums[1] += ((ColumnVector.Lists) block.column(2)).values()[row][2];
                }
              }
            });
      }
      assertThat(sums[0]).isEqualTo(70_000 * 69_999.0 / 2);
      assertThat(sums[1]).isEqualTo(some == 3 ? 140_000 : 0);
    }
  }

  @Test
  void nullIsNaNOrANullText() {
    String query = "SELECT CASE WHEN x % 2 = 0 THEN x END AS x FROM range(10) t(x)";
    for (Form form : List.of(Form.NUMBERS, Form.TEXTS)) {
      List<ColumnRead> columns = List.of(new ColumnRead("x", form));
      try (RowSource rows = database.read(query, columns, RowLimit.ALL)) {
        rows.read(
            block -> {
              if (form == Form.NUMBERS) {
                assertThat(((ColumnVector.Doubles) block.column(0)).values())
                    .startsWith(0, Double.NaN, 2);
              } else {
                assertThat(((ColumnVector.Texts) block.column(0)).values())
                    .startsWith("0", null, "2");
              }
            });
      }
    }
  }

  @Test
  void anErrorWithinAChunkEndsTheBatchesBeforeIt() {
    String query =
        "SELECT CASE WHEN x = 3e6 THEN error('no')::DOUBLE ELSE x END FROM range(4000000) t(x)";
    List<RowBatch> read = new ArrayList<>();
    ((Session) database)
        .prepared(
            query,
            List.of(),
            statement -> {
              new DuckDbChunkReader(X_AND_R.subList(0, 1))
                  .read(statement, 4_000_000, 65_536, read::add);
              return true;
            });
    assertThat(read).hasSizeBetween(1, 45);
    for (int i = 0; i < read.size(); i++) {
      double first = 65_536.0 * i;
      assertThat(((ColumnVector.Doubles) read.get(i).column(0)).values())
          .hasSize(65_536)
          .startsWith(first)
          .endsWith(first + 65_535);
    }
  }

  @Test
  void rowsBeyondTheLimitAreOnlyCounted() {
    try (RowSource rows = database.read(RANDOM, X_AND_R, RowLimit.atMost(1000))) {
      assertThat(rows.count()).isEqualTo(150_000);
      List<Integer> read = new ArrayList<>();
      rows.read(block -> read.add(block.rows()));
      assertThat(read).containsExactly(1001);
    }
  }

  @Test
  void aSampleHasAsManyRowsAsAreWantedAndFewMore() {
    for (int seed = 0; seed < 50; seed++) {
      RowLimit wanted = RowLimit.about(900, 150_000, seed);
      try (RowSource rows = database.read(RANDOM, X_AND_R, wanted)) {
        assertThat(rows.count()).isBetween(900L, 1400L);
      }
    }
  }

  @Test
  void nothingIsLeftWhenTheRowsAreClosed() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.read(RANDOM, X_AND_R, RowLimit.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    assertThat(value("SELECT count(*) FROM duckdb_tables()")).isEqualTo(0L);
    assertThatThrownBy(() -> database.read("SELECT nosuch", X_AND_R, RowLimit.ALL))
        .isInstanceOf(DatabaseException.class);
    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
  }

  @Test
  void whileRowsAreReadDuckDbUsesLittleMemoryUnlessTheQueryNeedsMore() {
    Object limit = value("SELECT current_setting('memory_limit')");
    database.run("CREATE TABLE t AS SELECT x, random() AS r FROM range(10000000) t(x)");

    try (RowSource rows = database.read("SELECT * FROM t", X_AND_R, RowLimit.ALL)) {
      assertThat(rows.count()).isEqualTo(10_000_000);
      assertThat((String) value("SELECT current_setting('memory_limit')")).contains("MiB");
      assertThat((Long) value("SELECT sum(temporary_storage_bytes)::BIGINT FROM duckdb_memory()"))
          .isPositive();
    }
    // One list of 240 MB, which cannot be written out in parts.
    String large = "SELECT len(list(x)) AS x, 1 AS r FROM range(30000000) t(x)";
    try (RowSource rows = database.read(large, X_AND_R, RowLimit.ALL)) {
      rows.read(
          block -> assertThat(((ColumnVector.Doubles) block.column(0)).values()[0]).isEqualTo(3e7));
      assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo(limit);
    }
  }

  @Test
  void rowsOfTwoQueriesCanBeSpooledAtATime() {
    String up = "SELECT x, 0.5 AS r FROM range(" + MANY + ") t(x)";
    String down = "SELECT -x AS x, 0.5 AS r FROM range(" + MANY + ") t(x)";
    try (RowSource first = database.read(up, X_AND_R, RowLimit.ALL);
        RowSource second = database.read(down, X_AND_R, RowLimit.ALL)) {
      assertThat(first.isInMemory() || second.isInMemory()).isFalse();
      for (RowSource rows : List.of(first, second)) {
        ColumnVector x = rows.batch(rows.batches() - 1, X_AND_R).column(0);
        assertThat(((ColumnVector.Doubles) x).values())
            .endsWith(rows == first ? MANY - 1 : 1 - MANY);
      }
    }
    assertThat(value("SELECT count(*) FROM duckdb_tables() WHERE temporary")).isEqualTo(0L);
  }

  @Test
  void withinATransactionOfTheUserAQueryMayUseWhatItNeeds() {
    database.run("BEGIN");
    database.run("CREATE TABLE made AS SELECT 1");
    String large = "SELECT len(list(x)) AS x, 1 AS r FROM range(30000000) t(x)";
    try (RowSource rows = database.read(large, X_AND_R, RowLimit.ALL)) {
      rows.read(
          block -> assertThat(((ColumnVector.Doubles) block.column(0)).values()[0]).isEqualTo(3e7));
    }
    assertThat(((Session) database).inTransaction()).isTrue();
    database.run("COMMIT");

    assertThat(((Session) database).inTransaction()).isFalse();
    assertThat(value("SELECT count(*) FROM made")).isEqualTo(1L);
  }

  private long pagesInMemory() {
    return (Long)
        value(
            "SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory()"
                + " WHERE tag = 'BASE_TABLE'");
  }

  @Test
  void pagesOfTheFileStayInMemoryOnlyIfTheyWereThere() {
    database.run("CREATE TABLE t AS SELECT x, random() AS r FROM range(4000000) t(x)");
    long most = pagesInMemory();
    assertThat(most).isGreaterThan(20 << 20);
    database.read("SELECT * FROM t", X_AND_R, RowLimit.ALL).close();
    assertThat(pagesInMemory()).isGreaterThan(most * 9 / 10);

    close();
    open();
    long least = pagesInMemory();
    database.read("SELECT * FROM t", X_AND_R, RowLimit.ALL).close();
    assertThat(pagesInMemory()).isBetween(least, 16L << 20);
  }

  @Test
  void aMemoryLimitOfTheUserIsRestored() {
    database.run("SET memory_limit = '512MiB'");

    database.read(RANDOM, X_AND_R, RowLimit.ALL).close();

    assertThat(value("SELECT current_setting('memory_limit')")).isEqualTo("512.0 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM t | true",
        "SELECT x + 1 AS x, r FROM t WHERE r > 0.1 LIMIT 50000 | true",
        "SELECT unnest(range(5)) AS x, 1 AS r | true",
        "SELECT * FROM (VALUES (1, 2)) v(x, r) | true",
        "WITH w AS (FROM t) FROM w | true",
        "FROM '${csv}' | true",
        "FROM '${parquet}' | true",
        "FROM t USING SAMPLE 10% | false",
        "FROM t USING SAMPLE 10 | false",
        "SELECT x % 7 AS x, sum(r) AS r FROM t GROUP BY ALL | false",
        "SELECT DISTINCT x, r FROM t | false",
        "FROM t ORDER BY x % 7 | false",
        "SELECT t.x, t.r FROM t JOIN t u ON t.x = u.x | false",
        "FROM t UNION ALL FROM t | false",
        "SELECT x, max(r) OVER (PARTITION BY x % 7) AS r FROM t | false",
      })
  void onlyPlansThatKeepAFixedOrderAreOrdered(String query, boolean ordered) {
    Path csv = folder.resolve("t.csv");
    Path parquet = folder.resolve("t.parquet");
    database.run("CREATE TABLE t AS " + RANDOM);
    database.run("COPY t TO '" + csv + "'");
    database.run("COPY t TO '" + parquet + "'");
    String sql = query.replace("${csv}", csv.toString()).replace("${parquet}", parquet.toString());
    for (RowLimit limit : List.of(RowLimit.ALL, RowLimit.atMost(100), new RowLimit(100, 0.5, 1))) {
      try (RowSource rows = database.read(sql, X_AND_R, limit)) {
        assertThat(rows.isOrdered()).isEqualTo(ordered);
      }
    }
    database.run("SET preserve_insertion_order = false");
    try (RowSource rows = database.read(sql, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isOrdered()).isFalse();
    }
  }

  @Test
  void spooledRowsKnowTheirOrderToo() {
    String many = "SELECT x, 0.5 AS r FROM range(" + MANY + ") t(x)";
    try (RowSource rows = database.read(many, X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isInMemory()).isFalse();
      assertThat(rows.isOrdered()).isTrue();
    }
    try (RowSource rows = database.read(many + " ORDER BY x % 2", X_AND_R, RowLimit.ALL)) {
      assertThat(rows.isOrdered()).isFalse();
    }
  }
}
