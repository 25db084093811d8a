package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.session.Databases;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class DatabaseTest {
  private final Database database =
      Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")));

  @TempDir private Path folder;

  @AfterEach
  void close() {
    database.close();
  }

  private Table rows(String sql) {
    return ((Answer.Rows) database.execute(sql)).result().table();
  }

  @Test
  void aSelectReturnsRowsOfFittingTypes() {
    Table table =
        rows(
            "SELECT 1 AS i, 2::BIGINT AS l, sum(3) AS h, 1.5 AS d, 2.5::FLOAT AS f, true AS b, 'x'"
                + " AS s, DATE '2020-01-02' AS day, TIMESTAMP '2020-01-02 03:04:05' AS at, [1, 2]"
                + " AS list");

    assertThat(table.types())
        .containsExactly(
            ColumnType.INTEGER,
            ColumnType.LONG,
            ColumnType.LONG,
            ColumnType.DOUBLE,
            ColumnType.FLOAT,
            ColumnType.BOOLEAN,
            ColumnType.STRING,
            ColumnType.LOCAL_DATE,
            ColumnType.LOCAL_DATE_TIME,
            ColumnType.STRING);
    assertThat(table.row(0).getString("list")).isEqualTo("[1, 2]");
  }

  /**
   * The driver never sees the lists and the bytes, whose names and types are shown all the same.
   */
  @Test
  void largeKindsOfValuesComeAsTexts() {
    String query =
        "SELECT [1.5, NULL] AS l, {'a': 1, 'b': 'x y'} AS s, MAP {'k': [1, 2]} AS m,"
            + " '\\xAA\\xBB'::BLOB AS \"a \"\"b\", NULL::BLOB AS n, union_value(u := 5) AS u, 7 AS"
            + " l -- ends";
    for (Answer answer : List.of(database.execute(query), database.executeFirst(query, 10))) {
      QueryTable result = ((Answer.Rows) answer).result();
      List<Object> row = new ArrayList<>();
      result.table().columns().forEach(column -> row.add(column.get(0)));

      assertThat(row)
          .containsExactly(
              "[1.5, NULL]", "{'a': 1, 'b': x y}", "{k=[1, 2]}", "\\xaabb", "", "5", 7);
      assertThat(result.table().columnNames()).containsSequence("l", "s", "m", "a \"b", "n", "u");
      assertThat(result.types().get(1).name())
          .isEqualToIgnoringCase("struct(a integer, b varchar)");
      assertThat(result.types().get(3).name()).isEqualTo("blob");
      assertThat(result.table().column(4).isMissing(0)).isTrue();
    }
    database.run("CREATE SEQUENCE counted; CREATE TABLE made (n BIGINT, b BLOB)");
    Answer returned =
        database.execute("INSERT INTO made VALUES (nextval('counted'), 'x'::BLOB) RETURNING n, b");
    assertThat(((Answer.Rows) returned).result().table().row(0).getString("b")).isEqualTo("\\x78");
    assertThat(rows("SELECT repeat('a', 100000)::BLOB AS b").row(0).getString("b"))
        .isEqualTo("\\x" + "61".repeat(100_000));
    assertThat(rows("SELECT nextval('counted') AS n, [1] AS l").row(0).getLong("n"))
        .as("each runs once")
        .isEqualTo(2);
  }

  @Test
  void bytesThatNoJavaTableHoldsAreNullWithASentence() {
    Answer.Rows answer =
        (Answer.Rows)
            database.execute(
                "SELECT CASE WHEN i = 1 THEN 'x'::BLOB WHEN i = 2 THEN repeat('a', 10000001)::BLOB"
                    + " END AS b FROM range(3) t(i)");

    assertThat(answer.leftOut())
        .containsExactly(
            "b is NULL here in 1 row, where the database has more than 10,000,000 bytes");
    assertThat(answer.result().table().stringColumn("b").asList()).containsExactly("", "\\x78", "");
    assertThat(answer.result().present()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT '\ud83d\ude00'::INTEGER | Could not convert string '\ud83d\ude00' to INT32",
        "SELECT * FROM \"\ud83d\ude00 t\" | Table with name \ud83d\ude00 t does not exist",
        "SELECT * FROM '\ud83d\ude00.csv' | No files found that match the pattern \"\ud83d\ude00",
        "SELECT error('\ud83d\ude00\ud83d\ude00 and a long message') | \ud83d\ude00\ud83d\ude00 and"
            + " a l",
      })
  void anErrorWithAnEmojiIsReadable(String sql, String message) {
    assertThatThrownBy(() -> database.execute(sql))
        .hasMessageContaining("Error: ")
        .hasMessageContaining(message)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("exception_type"));
  }

  @Test
  void aSumBeyondLongKeepsItsDigits() {
    Table table = rows("SELECT x FROM (VALUES (1::HUGEINT), (36893488147419103232::HUGEINT)) t(x)");

    assertThat(table.stringColumn("x").asList()).containsExactly("1", "36893488147419103232");
  }

  @Test
  void columnsOfTheSameNameGetSuffixes() {
    assertThat(rows("SELECT 1 AS a, 2 AS A, 3 AS a").columnNames())
        .containsExactly("a", "A_1", "a_2");
  }

  @Test
  void nullDiffersFromAnEmptyStringAndFromNan() {
    QueryTable result =
        ((Answer.Rows)
                database.execute(
                    "SELECT * FROM (VALUES ('', 'NaN'::DOUBLE), (NULL, NULL), ('x', 1)) t(s, d)"))
            .result();

    assertThat(result.table().stringColumn("s").countMissing()).isEqualTo(2);
    assertThat(result.present()).containsOnlyKeys(0, 1);
    assertThat(result.present().get(0).stream()).containsExactly(0);
    assertThat(result.present().get(1).stream()).containsExactly(0);
  }

  @Test
  void changesAreCountedAndOtherStatementsHaveNoResult() {
    assertThat(database.execute("CREATE TABLE t AS SELECT * FROM range(5)"))
        .isEqualTo(new Answer.Changed(5));
    assertThat(database.execute("DROP TABLE t")).isEqualTo(new Answer.Done());
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT * FROM nosuch, 14",
    "'SELECT ''é'', m11 FROM range(3) t(x)', 12",
    "SELECT a b c FROM t, 11"
  })
  void anErrorHasTheMessageOfTheDatabaseAndItsPlace(String sql, int offset) {
    DatabaseException error =
        catchThrowableOfType(DatabaseException.class, () -> database.execute(sql));

    assertThat(error.getMessage()).matches("(Catalog|Binder|Parser) Error: [^{]*");
    assertThat(error.offset()).hasValue(offset);
  }

  private void read(String query, List<ColumnRead> columns, Consumer<RowBatch> reader) {
    try (RowSource rows = database.read(query, columns, RowLimit.ALL)) {
      rows.read(reader);
    }
  }

  @Test
  void anErrorInAWrappedQueryHasItsPlaceInTheQuery() {
    DatabaseException error =
        catchThrowableOfType(
            DatabaseException.class,
            () -> read("SELECT x FROM nosuch", List.of(ColumnRead.numbers("x")), block -> {}));

    assertThat(error.offset()).hasValue(14);
  }

  @Test
  void aQueryIsReadAsNumbersInItsOrder() {
    List<Double> read = new ArrayList<>();

    read(
        "SELECT x, x % 2 = 0 AS even, 'a' AS s FROM range(200000) t(x) -- with a comment",
        List.of(ColumnRead.numbers("even"), ColumnRead.numbers("x")),
        block -> {
          double[] even = ((ColumnVector.Doubles) block.column(0)).values();
          double[] x = ((ColumnVector.Doubles) block.column(1)).values();
          for (int row = 0; row < block.rows(); row++) {
            assertThat(even[row]).isEqualTo(1 - x[row] % 2);
            read.add(x[row]);
          }
        });

    assertThat(read).hasSize(200_000).isSorted();
  }

  @Test
  void aColumnOfAnyTypeIsReadAsText() {
    List<String> read = new ArrayList<>();

    read(
        "SELECT unnest(['Feb', NULL, '', 'Feb']) AS month, true AS vip, DATE '2020-01-02' AS day",
        List.of(ColumnRead.texts("month"), ColumnRead.texts("vip"), ColumnRead.texts("day")),
        block -> {
          for (ColumnVector column : block.columns()) {
            String[] texts = ((ColumnVector.Texts) column).values();
            read.addAll(Arrays.asList(texts).subList(0, block.rows()));
          }
        });

    assertThat(read.subList(0, 4)).containsExactly("Feb", null, "", "Feb");
    assertThat(read.get(0)).isSameAs(read.get(3));
    assertThat(read.subList(4, 12)).contains("true", "2020-01-02");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1, 2.5], NULL, [], [3, NULL]]",
        "[[1, 2.5], NULL, [], [3, NULL]]::FLOAT[][]",
        "[[1, 2.5]::DECIMAL(3, 1)[], NULL, [], [3, NULL]]",
      })
  void aColumnOfListsIsReadAsArrays(String lists) {
    read(
        "SELECT unnest(" + lists + ") AS v",
        List.of(ColumnRead.lists("v")),
        block ->
            assertThat(
                    (Object)
                        Arrays.copyOf(
                            ((ColumnVector.Lists) block.column(0)).values(), block.rows()))
                .isEqualTo(new double[][] {{1, 2.5}, null, {}, {3, Double.NaN}}));
  }

  @Test
  void aColumnOfArraysIsOneOfLists() {
    String query = "SELECT [1, 2, 3]::INTEGER[3] AS v, [true, false] AS b, ['a'] AS s, [[1]] AS m";

    assertThat(database.describe(query).columns())
        .extracting(Column::type)
        .containsExactly(
            org.sqlflow.data.ColumnType.LIST,
            org.sqlflow.data.ColumnType.LIST,
            org.sqlflow.data.ColumnType.OTHER,
            org.sqlflow.data.ColumnType.OTHER);
    read(
        query,
        List.of(ColumnRead.lists("v"), ColumnRead.lists("b")),
        block -> {
          assertThat(((ColumnVector.Lists) block.column(0)).values()[0]).containsExactly(1, 2, 3);
          assertThat(((ColumnVector.Lists) block.column(1)).values()[0]).containsExactly(1, 0);
        });
  }

  @Test
  void theColumnsOfAQueryAreKnownWithoutRunningIt() {
    assertThat(database.describe("SELECT 1/0 AS x, 'a' AS s, now() AS at, [1] AS l").columns())
        .extracting(Column::name, Column::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x", org.sqlflow.data.ColumnType.REAL),
            org.assertj.core.groups.Tuple.tuple("s", org.sqlflow.data.ColumnType.TEXT),
            org.assertj.core.groups.Tuple.tuple("at", org.sqlflow.data.ColumnType.TIME),
            org.assertj.core.groups.Tuple.tuple("l", org.sqlflow.data.ColumnType.LIST));
  }

  /** A cell may run several statements, and a cancel may meet the end of one. */
  @Test
  void aCancelBetweenTwoStatementsDoesNotKeepTheNextOneFromBeingCancelled()
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread canceller =
        new Thread(
            () -> {
              while (!over.get()) {
                database.cancel();
              }
            });
    canceller.start();
    try {
      for (int i = 0; i < 500; i++) {
        assertThatThrownBy(
                () -> {
                  rows("SELECT 1");
                  rows(
                      "SELECT count(*) FROM range(10000000) a, range(10000000) b"
                          + " WHERE a.range % 7 = b.range % 11");
                })
            .isInstanceOf(RuntimeException.class);
      }
    } finally {
      over.set(true);
      canceller.join();
    }
  }

  @Test
  void aLongQueryCanBeCancelled() throws InterruptedException {
    Thread canceller =
        new Thread(
            () -> {
              // The query may not have begun at the first tries.
              while (!Thread.currentThread().isInterrupted()) {
                database.cancel();
                Thread.onSpinWait();
              }
            });
    canceller.start();
    try {
      assertThatThrownBy(
              () ->
                  database.execute(
                      "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("Interrupt");
    } finally {
      canceller.interrupt();
      canceller.join();
    }
    assertThat(rows("SELECT 1").rowCount()).isOne();
  }

  @Test
  void aSchemaIsFoundWhateverItsCase() {
    database.run("CREATE SCHEMA iris");

    assertThat(database.hasSchema(List.of("IRIS"))).isTrue();
    assertThat(database.hasSchema(List.of("memory", "iris"))).isTrue();
    assertThat(database.hasSchema(List.of("memory"))).isTrue();
    assertThat(database.hasSchema(List.of("nosuch"))).isFalse();
  }

  @Test
  void aFileThatAnotherProcessUsesIsAnErrorWithItsProcess() throws Exception {
    Path file = folder.resolve("held.duckdb");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");

      assertThatThrownBy(() -> Databases.connect(DataSource.parse("duckdb://" + file, folder)))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("another process uses " + file)
          .hasMessageContaining("process " + holder.pid())
          .hasMessageContaining("%sqlflow --connect duckdb://second.duckdb")
          .hasMessageContaining("SQLFLOW_DATASOURCE");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  /** Holds a database file until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      Databases.connect(DataSource.parse("duckdb://" + arguments[0], Path.of("")));
      System.out.println("held");
      Thread.sleep(60_000);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsAnErrorWithAdvice() throws Exception {
    Path file = Files.writeString(folder.resolve("text.duckdb"), "hello");

    assertThatThrownBy(() -> Databases.connect(DataSource.parse("duckdb://" + file, folder)))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("not a valid DuckDB database file")
        .hasMessageContaining("SQLFLOW_DATASOURCE");
  }

  @Test
  void dataSourcesAreReadInTheirForms() {
    assertThat(DataSource.parse("duckdb:///tmp/x.duckdb", folder).jdbcUrl())
        .isEqualTo("jdbc:duckdb:/tmp/x.duckdb");
    assertThat(DataSource.parse("duckdb://x.duckdb", folder).file())
        .contains(folder.resolve("x.duckdb").toAbsolutePath());
    assertThat(DataSource.parse("jdbc:duckdb:", folder).file()).isEmpty();
    assertThatThrownBy(() -> DataSource.parse("/tmp/x.db", folder))
        .hasMessageContaining("a data source starts with duckdb://, postgresql://");
  }

  @Test
  void aDataSourceNeverShowsAPassword() {
    DataSource source =
        DataSource.parse("jdbc:postgresql://u:secret@127.0.0.1:1/db?password=secret", folder);

    assertThat(source.toString()).isEqualTo("postgresql://u@127.0.0.1:1/db");
    assertThatThrownBy(() -> Databases.connect(source))
        .hasMessageContaining("postgresql")
        .hasMessageNotContaining("secret");
    assertThat(Map.of("source", source).toString()).doesNotContain("secret");
  }
}
