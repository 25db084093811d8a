package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.session.Drivers;
import org.sqlflow.servers.Databases;

/** What the interface promises, on each database. */
class EveryDatabaseTest {
  private static Database connect(Databases on) {
    Map<String, String> environment = on.environment();
    return org.sqlflow.database.session.Databases.connect(source(environment));
  }

  private static DataSource source(Map<String, String> environment) {
    DataSource source = DataSource.parse(environment.get(DataSource.VARIABLE), Path.of(""));
    return environment.containsKey(DataSource.PASSWORD)
        ? source.withPassword(environment.get(DataSource.PASSWORD))
        : source;
  }

  private static Object value(Database database, String sql) {
    return database.rows(sql, List.of()).get(0).get(0);
  }

  private static long number(Database database, String sql) {
    return ((Number) value(database, sql)).longValue();
  }

  private static String nextValue(Databases on) {
    return on == Databases.MARIADB || on == Databases.H2
        ? "NEXT VALUE FOR runs"
        : "nextval('runs')";
  }

  /**
   * The query takes a number from a sequence in each row, so the next number shows how often it
   * ran.
   */
  @ParameterizedTest
  @EnumSource
  void readingRunsTheQueryOnce(Databases on) {
    try (Database database = connect(on)) {
      database.run("DROP SEQUENCE IF EXISTS runs");
      database.run("CREATE SEQUENCE runs START WITH 1");
      String query = "SELECT i, " + nextValue(on) + " AS run FROM " + on.numbers(5000);
      List<ColumnRead> reads =
          List.of("i", "run").stream()
              .map(name -> ColumnRead.numbers(name).in(database.describe(query)))
              .toList();

      long read = 0;
      try (RowSource rows = database.read(query, reads, RowLimit.atMost(100_000))) {
        long[] count = new long[1];
        rows.read(batch -> count[0] += batch.rows());
        read = count[0];
        assertThat(rows.count()).isEqualTo(5000);
      }

      assertThat(read).isEqualTo(5000);
      assertThat(number(database, "SELECT " + nextValue(on))).isEqualTo(5001);
      database.run("DROP SEQUENCE runs");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DUCKDB")
  void rowsOfACursorAreCountedByReadingThemOnce(Databases on) {
    try (Database database = connect(on)) {
      String query = "SELECT i FROM " + on.numbers(70_000) + " ORDER BY i DESC";
      List<ColumnRead> reads = List.of(ColumnRead.numbers("i").in(database.describe(query)));
      try (RowSource rows = database.read(query, reads, RowLimit.ALL)) {
        assertThat(rows.count()).isEqualTo(-1);
        assertThat(rows.isRereadable()).isFalse();
        assertThat(rows.isOrdered()).isFalse();
        double[] next = {69_999};
        rows.read(
            batch -> {
              double[] numbers = ((ColumnVector.Doubles) batch.column(0)).values();
              for (int row = 0; row < batch.rows(); row++) {
                assertThat(numbers[row]).isEqualTo(next[0]--);
              }
            });
        assertThat(rows.count()).isEqualTo(70_000);
        assertThatThrownBy(() -> rows.read(batch -> {})).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readingStopsAtTheLimitAndTheRestIsCounted(Databases on) {
    try (Database database = connect(on)) {
      String query = "WITH w AS (SELECT i FROM " + on.numbers(3000) + ") SELECT i FROM w";
      List<ColumnRead> reads = List.of(ColumnRead.numbers("i").in(database.describe(query)));
      try (RowSource rows = database.read(query, reads, RowLimit.atMost(1500))) {
        long[] read = new long[1];
        rows.read(batch -> read[0] += batch.rows());
        assertThat(read[0]).isBetween(1500L, 1501L);
        assertThat(rows.count()).isEqualTo(3000);
      }
      try (RowSource rows = database.read(query, reads, RowLimit.atMost(3000))) {
        rows.read(batch -> {});
        assertThat(rows.count()).isEqualTo(3000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfLongTextsAreBoundedInBytes(Databases on) {
    try (Database database = connect(on)) {
      String text = "CONCAT(repeat('x', 100000), i)";
      String query = "SELECT " + text + " AS s, i FROM " + on.numbers(1000);
      List<ColumnRead> reads = List.of(ColumnRead.texts("s").in(database.describe(query)));
      List<Integer> sizes = new ArrayList<>();
      try (RowSource rows = database.read(query, reads, RowLimit.ALL)) {
        rows.read(batch -> sizes.add(batch.rows()));
      }
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(1000);
      assertThat(sizes).allMatch(size -> size * 100_000L < 1.5 * RowBatch.MOST_BYTES);
      assertThat(sizes.size()).isLessThan(10);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL"})
  void batchesOfWideListsAreBoundedInBytes(Databases on) {
    String list =
        on == Databases.DUCKDB
            ? "range(i, i + 2000)::DOUBLE[]"
            : "(SELECT array_agg((x + i)::FLOAT8 ORDER BY x) FROM generate_series(0, 1999) x)";
    try (Database database = connect(on)) {
      String query = "SELECT " + list + " AS v, i FROM " + on.numbers(6000);
      ColumnRead read = ColumnRead.lists("v").in(database.describe(query));
      long[] rowsAndBatches = new long[2];
      try (RowSource rows = database.read(query, List.of(read), RowLimit.ALL)) {
        rows.read(
            batch -> {
              assertThat(batch.bytes()).isLessThan(RowBatch.MOST_BYTES * 5 / 4);
              double[] first = ((ColumnVector.Lists) batch.column(0)).values()[0];
              assertThat(first).hasSize(2000).startsWith((double) rowsAndBatches[0]);
              rowsAndBatches[0] += batch.rows();
              rowsAndBatches[1]++;
            });
      }
      assertThat(rowsAndBatches[0]).isEqualTo(6000);
      assertThat(rowsAndBatches[1]).isBetween(3L, 6L);

      List<OutputColumn> added = List.of(new OutputColumn("g", OutputColumn.Type.INTEGER));
      long[] written = new long[1];
      try (OutputTable table = database.output(query, List.of("wide"), added)) {
        table.read(
            List.of(read),
            batch -> {
              assertThat(batch.bytes()).isLessThan(RowBatch.MOST_BYTES * 5 / 4);
              double[][] lists = ((ColumnVector.Lists) batch.column(0)).values();
              assertThat(lists[batch.rows() - 1][0])
                  .isEqualTo((double) (written[0] + batch.rows() - 1));
              written[0] += batch.rows();
            });
      }
      assertThat(written[0]).isEqualTo(6000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allTypesOfOutputColumnsAreWritten(Databases on) {
    List<OutputColumn> added =
        List.of(
            new OutputColumn("g", OutputColumn.Type.INTEGER),
            new OutputColumn("r", OutputColumn.Type.REAL),
            new OutputColumn("d", OutputColumn.Type.DOUBLE),
            new OutputColumn("t", OutputColumn.Type.TEXT));
    double[] doubles = {1e-300, Double.NaN, 0.1};
    String[] texts = {"a\tb\\n'c'", null, "\u00e9\ud83d\ude00"};
    try (Database database = connect(on)) {
      String target = database.folded("typed");
      try (OutputTable table =
          database.output("SELECT i FROM " + on.numbers(11), List.of(target), added)) {
        List<ColumnVector> values =
            List.of(
                new ColumnVector.Ints(new int[] {7, ColumnVector.Ints.NONE, 9}),
                new ColumnVector.Floats(new float[] {0.5f, 1.5f, 2.5f}),
                new ColumnVector.Doubles(doubles),
                new ColumnVector.Texts(texts));
        table.append(values, new int[] {0, 1, -1, 2, 2, 2, 2, 2, 2});
        table.append(values, new int[] {1, 0});
        assertThat(table.finish()).isEqualTo(11);
      }
      List<List<Object>> rows =
          database.rows(
              "SELECT "
                  + database.quote("g")
                  + ", "
                  + database.quote("r")
                  + ", "
                  + database.quote("d")
                  + ", "
                  + database.quote("t")
                  + " FROM typed ORDER BY "
                  + (on == Databases.H2 ? "\"I\"" : "i"),
              List.of());
      for (int row : new int[] {0, 10}) {
        assertThat(((Number) rows.get(row).get(0)).intValue()).isEqualTo(7);
        assertThat(((Number) rows.get(row).get(1)).floatValue()).isEqualTo(0.5f);
        assertThat(((Number) rows.get(row).get(2)).doubleValue()).isEqualTo(1e-300);
        assertThat(rows.get(row).get(3)).isEqualTo("a\tb\\n'c'");
      }
      assertThat(rows.get(1).get(0)).isNull();
      assertThat(rows.get(1).subList(2, 4)).isEqualTo(Arrays.asList(null, null));
      assertThat(rows.get(2)).containsOnlyNulls();
      assertThat(rows.get(3).get(2)).isEqualTo(0.1);
      assertThat(rows.get(3).get(3)).isEqualTo("\u00e9\ud83d\ude00");
      database.run("DROP TABLE typed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void placesAmongKnownValuesAreWrittenAsTheseValues(Databases on) {
    List<OutputColumn> added =
        List.of(
            new OutputColumn("w", OutputColumn.Type.LONG, List.of("-5", "9000000000000000001")),
            new OutputColumn("x", OutputColumn.Type.DOUBLE, List.of("0.1", "1.0E300")),
            new OutputColumn("b", OutputColumn.Type.BOOLEAN, List.of("false", "true")),
            new OutputColumn("t", OutputColumn.Type.TEXT, List.of("", "it's \\ \"a\"")),
            new OutputColumn("d", OutputColumn.Type.DATE, List.of("1999-12-31", "2024-02-29")),
            new OutputColumn(
                "m",
                OutputColumn.Type.TIMESTAMP,
                List.of("2024-02-29 23:59:59.5", "2024-03-01 00:00:00")));
    try (Database database = connect(on)) {
      String target = database.folded("coded");
      try (OutputTable table =
          database.output("SELECT i FROM " + on.numbers(3), List.of(target), added)) {
        ColumnVector places = new ColumnVector.Ints(new int[] {1, ColumnVector.Ints.NONE, 0});
        table.append(List.of(places, places, places, places, places, places), new int[] {0, 1, 2});
        assertThat(table.finish()).isEqualTo(3);
      }
      List<List<Object>> rows =
          database.rows(
              added.stream()
                  .map(column -> database.quote(column.name()))
                  .collect(
                      Collectors.joining(
                          ", ",
                          "SELECT ",
                          " FROM coded ORDER BY " + (on == Databases.H2 ? "\"I\"" : "i"))),
              List.of());
      for (int row : new int[] {0, 2}) {
        int place = 1 - row / 2;
        assertThat(((Number) rows.get(row).get(0)).longValue())
            .isEqualTo(place == 1 ? 9000000000000000001L : -5);
        assertThat(((Number) rows.get(row).get(1)).doubleValue())
            .isEqualTo(place == 1 ? 1e300 : 0.1);
        for (int column = 2; column < added.size(); column++) {
          assertThat(added.get(column).place(rows.get(row).get(column)))
              .as("%s of row %d", added.get(column).name(), row)
              .isEqualTo(place);
        }
      }
      assertThat(rows.get(1)).containsOnlyNulls();
      database.run("DROP TABLE coded");
    }
  }

  @ParameterizedTest
  @EnumSource
  void updatesTakeEffectTogetherOrNotAtAll(Databases on) {
    try (Database database = connect(on)) {
      database.run("DROP TABLE IF EXISTS parts");
      database.run("CREATE TABLE parts (number INTEGER)");
      assertThatThrownBy(
              () ->
                  database.atomically(
                      () -> {
                        database.update("INSERT INTO parts VALUES (?)", List.of(1));
                        database.update("INSERT INTO nosuch VALUES (?)", List.of(2));
                      }))
          .isInstanceOf(DatabaseException.class);
      assertThat(number(database, "SELECT count(*) FROM parts")).isZero();

      database.atomically(
          () -> {
            database.update("INSERT INTO parts VALUES (?)", List.of(1));
            database.update("INSERT INTO parts VALUES (?)", List.of(2));
          });
      assertThat(number(database, "SELECT count(*) FROM parts")).isEqualTo(2);
      database.run("DROP TABLE parts");
    }
  }

  /** Both rules are those by which the database itself reads. */
  @ParameterizedTest
  @EnumSource
  void howTheDatabaseReadsStringsAndCommentsIsKnown(Databases on) {
    try (Database database = connect(on)) {
      assertEscapes(database);
      if (on == Databases.MARIADB) {
        database.run("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'");
        assertEscapes(database);
        assertThat(database.backslashEscapes()).isFalse();
      } else if (on == Databases.POSTGRESQL) {
        database.run("SET standard_conforming_strings = off");
        assertEscapes(database);
        assertThat(database.backslashEscapes()).isTrue();
      }
      // H2 nests comments, which is not the rule for databases that SQLFlow does not know.
      if (on != Databases.H2) {
        long one = number(database, "SELECT 1 /* /* */ + 1 -- */\n");
        assertThat(database.nestsComments()).isEqualTo(one == 1);
      }
      DataSource source = source(on.environment());
      assertThat(org.sqlflow.database.session.Databases.nestsComments(source, Drivers.SHIPPED))
          .isEqualTo(database.nestsComments());
      assertThat(org.sqlflow.database.session.Databases.backslashEscapes(source, Drivers.SHIPPED))
          .isEqualTo(on == Databases.MARIADB);
    }
  }

  private static void assertEscapes(Database database) {
    long characters = number(database, "SELECT char_length('\\\\')");
    assertThat(database.backslashEscapes()).isEqualTo(characters == 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aLostConnectionIsMadeAgain(Databases on) throws Exception {
    try (Database database = connect(on)) {
      database.run("CREATE TEMPORARY TABLE gone (x INTEGER)");
      boolean postgres = on == Databases.POSTGRESQL;
      Object id = value(database, "SELECT " + (postgres ? "pg_backend_pid()" : "connection_id()"));
      try (Connection another = database.another();
          Statement statement = another.createStatement()) {
        statement.execute(postgres ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id);
      }
      assertThatThrownBy(() -> database.rows("SELECT 1", List.of()))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("was lost");
      assertThat(database.isLost()).isTrue();

      database.reconnect();

      assertThat(database.isLost()).isFalse();
      assertThat(number(database, "SELECT 1")).isEqualTo(1);
      assertThatThrownBy(() -> database.rows("SELECT * FROM gone", List.of()))
          .isInstanceOf(DatabaseException.class);
      if (!postgres) {
        assertThat(number(database, "SELECT @@auto_increment_increment")).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyMariaDbLimitsTheBytesOfAStatement(Databases on) {
    try (Database database = connect(on)) {
      OptionalLong most = database.maxStatementBytes();
      if (on != Databases.MARIADB) {
        assertThat(most).isEmpty();
        return;
      }
      String text = "x".repeat((int) most.orElseThrow());
      database.update("DO char_length(?)", List.of(text.substring(1000)));
      assertThatThrownBy(() -> database.update("DO char_length(?)", List.of(text)))
          .isInstanceOf(DatabaseException.class);
    }
  }
}
