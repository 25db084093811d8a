package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.session.Databases;

class OutputTableTest {
  private static final List<OutputColumn> GROUP =
      List.of(new OutputColumn("group_id", OutputColumn.Type.INTEGER));

  private static final List<ColumnRead> X = List.of(ColumnRead.numbers("x"));

  private final Database database =
      Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")));

  @AfterEach
  void close() {
    database.close();
  }

  /** Adds x % 3 to each row; every tenth row gets NULL. */
  private long write(String query, String target) {
    try (OutputTable table = database.output(query, List.of(target), GROUP)) {
      table.read(
          X,
          block -> {
            double[] x = ((ColumnVector.Doubles) block.column(0)).values();
            int[] groups = new int[block.rows()];
            for (int row = 0; row < block.rows(); row++) {
              groups[row] = (int) (x[row] % 3);
            }
            int[] rowOf =
                IntStream.range(0, block.rows()).map(row -> x[row] % 10 == 0 ? -1 : row).toArray();
            table.append(List.of(new ColumnVector.Ints(groups)), rowOf);
          });
      return table.finish();
    }
  }

  private List<Object> row(String sql) {
    return database.rows(sql, List.of()).get(0);
  }

  @Test
  void everyRowKeepsItsPlaceAndGetsItsValue() {
    assertThat(write("SELECT 199999 - range AS x, 'r' || range AS name FROM range(200000)", "t"))
        .isEqualTo(200_000);

    assertThat(
            row(
                "SELECT count(*), count(*) FILTER (group_id = x % 3), count(*) FILTER (group_id IS"
                    + " NULL), count(*) FILTER (rowid = 199999 - x) FROM t"))
        .containsExactly(200_000L, 180_000L, 20_000L, 200_000L);
    assertThat(database.describe("SELECT * FROM t").columns())
        .extracting(Column::name, Column::typeName)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x", "BIGINT"),
            org.assertj.core.groups.Tuple.tuple("name", "VARCHAR"),
            org.assertj.core.groups.Tuple.tuple("group_id", "INTEGER"));
  }

  @Test
  void severalColumnsAreAddedToAnyNumberOfRows() {
    List<OutputColumn> columns =
        List.of(
            new OutputColumn("g", OutputColumn.Type.INTEGER),
            new OutputColumn("far off", OutputColumn.Type.REAL));
    database.run("SET preserve_insertion_order = false");
    try (OutputTable table = database.output("FROM range(13) AS t(x)", List.of("t"), columns)) {
      int[] present = {0, 1, 2, -1, 3, 4, 5, 6, 7, 8, -1, 9, 10};
      int[] wholes = IntStream.rangeClosed(100, 110).toArray();
      float[] reals = new float[11];
      java.util.Arrays.fill(reals, 0.5f);
      reals[10] = 2.5f;
      table.append(List.of(new ColumnVector.Ints(wholes), new ColumnVector.Floats(reals)), present);
      assertThat(table.finish()).isEqualTo(13);
    }
    assertThat(
            row("SELECT list(g ORDER BY x)::VARCHAR, list(\"far off\" ORDER BY x)::VARCHAR FROM t"))
        .containsExactly(
            "[100, 101, 102, NULL, 103, 104, 105, 106, 107, 108, NULL, 109, 110]",
            "[0.5, 0.5, 0.5, NULL, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, NULL, 0.5, 2.5]");
  }

  private static final List<OutputColumn> EVERY_TYPE =
      List.of(
          new OutputColumn("i", OutputColumn.Type.INTEGER),
          new OutputColumn("r", OutputColumn.Type.REAL),
          new OutputColumn("d", OutputColumn.Type.DOUBLE),
          new OutputColumn("b", OutputColumn.Type.BOOLEAN));

  /** Values of every type for the rows 0 to 99,999 of x, each tenth of which has none. */
  private void checkEveryType(String query, List<OutputColumn> columns) {
    int count = 100_000;
    try (OutputTable table = database.output(query, List.of("t"), columns)) {
      int[] whole = new int[count];
      float[] single = new float[count];
      double[] real = new double[count];
      boolean[] truth = new boolean[count];
      String[] text = new String[count];
      for (int x = 0; x < count; x++) {
        whole[x] = x % 11 == 0 ? ColumnVector.Ints.NONE : x;
        single[x] = x / 4f;
        real[x] = x % 13 == 0 ? Double.NaN : x / 8.0;
        truth[x] = x % 3 == 0;
        text[x] = x % 17 == 0 ? null : "t" + x;
      }
      List<ColumnVector> values =
          List.of(
              new ColumnVector.Ints(whole),
              new ColumnVector.Floats(single),
              new ColumnVector.Doubles(real),
              new ColumnVector.Truths(truth),
              new ColumnVector.Texts(text));
      table.append(
          values.subList(0, columns.size()),
          IntStream.range(0, count).map(x -> x % 10 == 0 ? -1 : x).toArray());
      assertThat(table.finish()).isEqualTo(count);
    }
    String wrong =
        "SELECT count(*) FROM t WHERE i IS DISTINCT FROM CASE WHEN x % 10 > 0 AND x % 11 > 0 THEN x"
            + " END OR r IS DISTINCT FROM CASE WHEN x % 10 > 0 THEN x / 4 END OR d IS DISTINCT FROM"
            + " CASE WHEN x % 10 > 0 AND x % 13 > 0 THEN x / 8 END OR b IS DISTINCT FROM CASE WHEN"
            + " x % 10 > 0 THEN x % 3 = 0 END";
    assertThat(row(wrong)).containsExactly(0L);
    assertThat(row("SELECT count(*) FROM t")).containsExactly(100_000L);
    if (columns.size() > EVERY_TYPE.size()) {
      assertThat(
              row(
                  "SELECT count(*) FROM t WHERE s IS DISTINCT FROM CASE WHEN x % 10 > 0 AND x % 17"
                      + " > 0 THEN 't' || x END"))
          .containsExactly(0L);
    }
  }

  @Test
  void valuesOfEveryTypeGetTheirRows() {
    String query = "SELECT range AS x, 'r' || range AS name FROM range(100000)";
    checkEveryType(query, EVERY_TYPE);
    checkEveryType(query, EVERY_TYPE);
    checkEveryType(
        query,
        Stream.concat(EVERY_TYPE.stream(), Stream.of(new OutputColumn("s", OutputColumn.Type.TEXT)))
            .toList());
  }

  @Test
  void valuesGetTheirRowsWithinATransactionAndAfterItsEnd() {
    String query = "SELECT range AS x FROM range(100000)";
    database.run("BEGIN");
    checkEveryType(query, EVERY_TYPE);
    database.run("ROLLBACK");
    checkEveryType(query, EVERY_TYPE);
  }

  @Test
  void theQueryMayReadTheTableThatIsWritten() {
    database.run("CREATE TABLE t AS SELECT range AS x FROM range(50)");

    write("SELECT * FROM t", "t");
    write("SELECT * FROM t", "t");

    assertThat(row("SELECT count(*), sum(x)::BIGINT FROM t")).containsExactly(50L, 1225L);
  }

  @Test
  void aColumnOfTheSameNameIsReplaced() {
    write("SELECT range AS x, 'old' AS Group_ID, 1 AS y FROM range(4)", "t");

    assertThat(database.describe("SELECT * FROM t").columns())
        .extracting(Column::name)
        .containsExactly("x", "y", "group_id");
  }

  @Test
  void aQueryWithoutRowsGivesATableWithoutRows() {
    assertThat(write("SELECT range AS x FROM range(0)", "t")).isZero();
    assertThat(row("SELECT count(*) FROM t")).containsExactly(0L);
  }

  @Test
  void aFailureLeavesTheEarlierTableAndNothingElse() {
    database.run("CREATE TABLE t AS SELECT 'old' AS s");

    assertThatThrownBy(
            () -> {
              try (OutputTable table =
                  database.output("SELECT range AS x FROM range(9)", List.of("t"), GROUP)) {
                table.read(
                    X,
                    block -> {
                      throw new IllegalStateException("in the middle");
                    });
              }
            })
        .hasMessage("in the middle");

    assertThat(row("SELECT s FROM t")).containsExactly("old");
    assertThat(database.rows("SHOW ALL TABLES", List.of())).hasSize(1);
  }

  @Test
  void namesAreQuoted() {
    String target = "out \"; DROP TABLE t; --";

    write("SELECT range AS x, 1 AS \"a \"\" b\" FROM range(2)", target);

    assertThat(row("SELECT count(*) FROM " + database.quote(target))).containsExactly(2L);
  }
}
