package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.syntax.QueryOutline.OutputColumn;

class QueryReaderTest {
  @Test
  void columnsHaveNamesWhereTheTextGivesThem() {
    QueryOutline outline =
        read("SELECT a, t.b AS c, \"d e\", `f`, count(*), sum(g) AS \"the sum\", t.*, * FROM t");

    assertThat(outline.columns())
        .extracting(OutputColumn::name)
        .containsExactly(
            Optional.of("a"),
            Optional.of("c"),
            Optional.of("d e"),
            Optional.of("f"),
            Optional.empty(),
            Optional.of("the sum"),
            Optional.empty(),
            Optional.empty());
    assertThat(outline.columns())
        .extracting(OutputColumn::star)
        .containsExactly(false, false, false, false, false, false, true, true);
  }

  @Test
  void tablesAreReadWhereverTheyStand() {
    assertThat(
            read("""
            WITH q AS (SELECT * FROM c)
            SELECT (SELECT max(z) FROM u) FROM s.b JOIN q USING (id)
            WHERE EXISTS (SELECT 1 FROM a) UNION ALL SELECT 1 FROM d\
            """)
                .tables())
        .containsExactly("a", "c", "d", "s.b", "u");
  }

  @Test
  void aUnionHasTheColumnsOfItsFirstQuery() {
    assertThat(names("(SELECT a, b FROM t) UNION SELECT c, d FROM u")).containsExactly("a", "b");
  }

  @Test
  void aTableAloneHasEveryColumn() {
    for (String sql : List.of("FROM t", "TABLE t")) {
      assertThat(read(sql).columns()).extracting(OutputColumn::star).containsExactly(true);
    }
    assertThat(read("TABLE t").tables()).containsExactly("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM s.t",
        "SELECT x.* FROM s.t x",
        "(SELECT a, b FROM s.t)",
        "SELECT a AS a, x.b FROM s.t AS x -- a comment",
        "FROM s.t",
        "TABLE s.t",
      })
  void aQueryOfAWholeTableSaysWhich(String sql) {
    assertThat(read(sql).whole()).contains("s.t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t WHERE a > 1",
        "SELECT * FROM t LIMIT 1",
        "SELECT * FROM t OFFSET 1",
        "SELECT * FROM t ORDER BY a",
        "SELECT DISTINCT * FROM t",
        "SELECT * FROM t, u",
        "SELECT * FROM t JOIN u USING (a)",
        "SELECT a + 1 AS a FROM t",
        "SELECT a AS b FROM t",
        "SELECT a FROM t GROUP BY a",
        "SELECT * FROM (SELECT * FROM t) t",
        "WITH t AS (SELECT 1) SELECT * FROM t",
        "SELECT * FROM t UNION ALL SELECT * FROM t",
        "SELECT * EXCLUDE (a) FROM t",
        "SELECT * REPLACE (1 AS a) FROM t",
        "SELECT * FROM t TABLESAMPLE SYSTEM (10)",
        "SELECT * FROM t FETCH FIRST 3 ROWS ONLY",
        "SELECT * FROM t QUALIFY row_number() OVER () < 3",
        "(SELECT * FROM t) LIMIT 3",
        "FROM t LIMIT 3",
      })
  void anyOtherQueryIsOfNoWholeTable(String sql) {
    assertThat(QueryReader.read(sql).flatMap(QueryOutline::whole)).isEmpty();
  }

  @Test
  void aTablesNameHasParts() {
    assertThat(QueryReader.parts("a.\"b.\"\"c\".`d`"))
        .extracting(Name::text)
        .containsExactly("a", "b.\"c", "d");
    assertThat(QueryReader.parts("a.\"b\"")).extracting(Name::quoted).containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FROM t SELECT a",
        "SELECT",
        "SELECT 'a",
        "SELECT \u0000",
        "INSERT INTO t SELECT 1",
        "VALUES (1, 2)",
        "PIVOT t ON a USING sum(b)",
        "garbage",
      })
  void whatCannotBeReadGivesNothing(String sql) {
    assertThat(QueryReader.read(sql)).isEmpty();
  }

  @Test
  void aDeepNestGivesNothingAndHarmsNobody() {
    String deep = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000);

    assertThat(QueryReader.read(deep)).isEmpty();
  }

  @Test
  void mostOfTheCorpusCanBeRead() {
    List<Optional<QueryOutline>> outlines = Cases.corpus().stream().map(QueryReader::read).toList();

    assertThat(outlines.stream().filter(Optional::isPresent).count()).isGreaterThan(1050);
  }

  private static QueryOutline read(String sql) {
    return QueryReader.read(sql).orElseThrow();
  }

  private static List<String> names(String sql) {
    return read(sql).columns().stream().map(column -> column.name().orElseThrow()).toList();
  }
}
