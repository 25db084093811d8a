package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.report.Output;
import org.sqlflow.servers.Databases;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Of a long result only the first rows are read, and the rest when it is asked for. */
class LongResultsTest extends CellsTest {
  private static final int FIRST = 1000;

  private final Heard notebook =
      new Heard() {
        @Override
        public int firstRows() {
          return FIRST;
        }
      };

  private void on(Databases database) {
    magic.close();
    magic = new SqlflowMagic(database.environment(), folder);
  }

  private Result shown(String sql) {
    return runWhole(MAGIC + "\n" + sql, MAGIC.length(), notebook);
  }

  private Output.Rows lastRows() {
    return (Output.Rows) notebook.outputs.get(notebook.outputs.size() - 1);
  }

  @ParameterizedTest
  @EnumSource
  void theRestIsReadWhenItIsAskedFor(Databases database) {
    on(database);

    Result result = shown("SELECT i FROM " + database.numbers(5000) + " ORDER BY i DESC");

    assertThat(result.head().rowCount()).isEqualTo(FIRST);
    assertThat(lastRows().whole()).isPresent();
    assertThat(result.valuesRead()).isEqualTo(FIRST);
    assertThat(result.head().getString(0, 0)).isEqualTo("4999");
    assertThat(result.to_dataframe().rowCount()).isEqualTo(5000);
    assertThat(result.get(0)).isSameAs(result.to_dataframe());
    assertThat(result.head().getString(4999, 0)).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void aResultOfJustAsManyRowsIsWhole(Databases database) {
    on(database);

    Result result = shown("SELECT i FROM " + database.numbers(FIRST));

    assertThat(result.head().rowCount()).isEqualTo(FIRST);
    assertThat(lastRows().whole()).isEmpty();
  }

  @Test
  void ofWideRowsFewerAreRead() {
    assertThat(shown("SELECT * FROM (SELECT 1 AS a) POSITIONAL JOIN (SELECT 2 AS b)").size())
        .isEqualTo(1);
    String columns = "i" + ", i".repeat(199);

    assertThat(shown("SELECT " + columns + " FROM range(5000) t(i)").head().rowCount())
        .isLessThan(200);
  }

  @Test
  void whatChangesSomethingIsReadWholeAndNeverRunsAgain() {
    run("CREATE TABLE t (a INTEGER); CREATE SEQUENCE s");

    Result inserted = shown("INSERT INTO t SELECT range FROM range(3000) RETURNING a");
    assertThat(inserted.to_dataframe().rowCount()).isEqualTo(3000);
    Result numbered = shown("SELECT nextval('s') FROM range(2000)");
    assertThat(numbered.to_dataframe().rowCount()).isEqualTo(2000);
    shown(
            "WITH n AS (SELECT range AS a FROM range(2000)) INSERT INTO t SELECT a FROM n RETURNING"
                + " a")
        .to_dataframe();

    assertThat(value("SELECT count(*) FROM t")).isEqualTo(5000L);
    assertThat(value("SELECT nextval('s')")).isEqualTo(2001L);
  }

  @Test
  void aTableOfJavaIsReadWholeSinceItIsGoneAfterTheCell() {
    variables.put("df", Table.create(IntColumn.create("n", new int[3000])));

    assertThat(shown("SELECT * FROM df").head().rowCount()).isEqualTo(3000);
  }

  @Test
  void theRestOfADroppedTableIsAnErrorInASentence() {
    run("CREATE TABLE t AS SELECT range AS a FROM range(3000)");
    Result result = shown("SELECT * FROM t");
    run("DROP TABLE t");

    assertThatThrownBy(result::to_dataframe)
        .isInstanceOf(MagicException.class)
        .hasMessageContaining(
            "the rest of this result cannot be read; its query runs again for that: ")
        .hasMessageContaining("Table with name t does not exist");
    assertThat(result.head().rowCount()).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 +",
        "SELECT nosuch FROM range(1)",
        "SELECT * FROM nosuch",
        "SELECT 'é', nosuch -- comment",
        "SELECT CAST('x' AS INTEGER)",
        "WITH a AS (SELECT 1) SELECT * FROM b",
      })
  void errorsAreThoseOfTheQueryItself(String sql) {
    String whole = failure(() -> run(sql));

    assertThat(failure(() -> shown(sql))).isEqualTo(whole);
  }

  private static String failure(Runnable cell) {
    try {
      cell.run();
      return "no error";
    } catch (MagicException error) {
      return error.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 AS a, 2 AS a, 3 AS \"A\"",
        "FROM range(3)",
        "VALUES (1, 'x'), (2, 'y')",
        "TABLE range_table",
        "SELECT * FROM range(3) -- end",
        "SELECT 1 AS a /* end */",
        "SELECT NULL, [1, 2], {'a': 1}, DATE '2020-01-01', 1.50::DECIMAL(5,2)",
      })
  void anyQueryGivesTheSameTable(String sql) {
    run("CREATE TABLE range_table AS SELECT 1 AS a");

    assertThat(shown(sql).table().print()).isEqualTo(run(sql).table().print());
  }
}
