package org.sqlflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
