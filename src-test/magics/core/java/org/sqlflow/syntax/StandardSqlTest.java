package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Statement.Train;

/** Standard SQL reaches the database as it stands. */
class StandardSqlTest {
  private static final String EXTENSION = " TO TRAIN clusterModel INTO m";

  @Test
  void theCorpusPassesUntouched() {
    for (String sql : single()) {
      assertThat(SqlflowParser.parse(sql))
          .as(sql)
          .containsExactly(new StandardSql(sql, new Position(0, 1, 1)));
    }
  }

  @Test
  void onlyFourLinesOfTheCorpusHoldASemicolonInside() {
    assertThat(Cases.corpus()).hasSizeGreaterThan(1000);
    assertThat(Cases.corpus().size() - single().size()).isEqualTo(4);
  }

  @Test
  void anExtensionBehindAnyStatementOfTheCorpusIsFoundWhereItStands() {
    for (String sql : single()) {
      List<Statement> statements = SqlflowParser.parse(sql + EXTENSION);

      assertThat(statements).as(sql).hasSize(1);
      assertThat(statements.get(0)).as(sql).isInstanceOf(Train.class);
      Train train = (Train) statements.get(0);
      assertThat(train.query().text()).isEqualTo(sql);
      assertThat(train.text()).isEqualTo(sql + EXTENSION);
      assertThat(train.into().text()).isEqualTo("m");
    }
  }

  @Test
  void theWholeCorpusIsOneCell() {
    List<Statement> statements = SqlflowParser.parse(String.join("\n;\n", single()));

    assertThat(statements).extracting(Statement::text).isEqualTo(single());
  }

  static Stream<List<String>> traps() {
    return Cases.table("select_traps.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource("traps")
  void noTrapIsSteppedInto(List<String> trap) {
    String sql = trap.get(1);
    List<Statement> statements = SqlflowParser.parse(sql);

    if (trap.get(0).equals("extended")) {
      assertThat(statements).hasAtLeastOneElementOfType(Statement.Extended.class);
    } else if (sql.isEmpty() || sql.equals("-- only a comment")) {
      assertThat(statements).isEmpty();
    } else {
      assertThat(statements).hasOnlyElementsOfType(StandardSql.class);
      assertThat(statements.stream().map(Statement::text).collect(Collectors.joining("; ")))
          .isEqualTo(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON t TO train WITH GRANT OPTION",
        "GRANT a TO train, predict",
        "CREATE POLICY p ON t TO train USING (a = 1)",
        "CREATE RULE r AS ON INSERT TO train DO INSTEAD (DELETE FROM a)",
        "COPY t TO train WITH (FORMAT csv)",
        "SET search_path TO train",
        "ALTER EVENT e RENAME TO train ENABLE",
        "COPY (SELECT 1) TO 'train.csv'",
        "SELECT t.to train FROM t",
        "SELECT @to train",
        "SELECT a AS to FROM t",
        "SELECT INTERVAL '1' DAY TO MINUTE x",
        "SELECT * FROM t FOR SYSTEM_TIME FROM a TO b JOIN u USING (id)",
        "SELECT (1 TO TRAIN clusterModel INTO m)",
        "SELECT 'it\\'s' TO_TRAIN",
        "SELECT 'C:\\' AS p, '\\' || 'x', \"a\\\" FROM t",
        "SELECT $tag$ $$ ' TO TRAIN x INTO y $tag$",
        "SELECT v$session, $1, $name FROM t",
        "SELECT 1 AS \"TO TRAIN x INTO y\"",
        "SELECT {'a': [1, 2]}['a'][1:2]",
        "SHOW train.predict",
        "DESCRIBE model.t",
        "DROP TABLE model",
        "SHOW TABLES",
        "SELECT ${x}",
        "SELECT q'{It's good!}', q'|it's|' FROM dual",
        "SELECT count((a FROM t",
      })
  void plainSqlStaysPlain(String sql) {
    assertThat(SqlflowParser.parse(sql)).hasSize(1).hasOnlyElementsOfType(StandardSql.class);
    assertThat(SqlflowParser.parse(sql).get(0).text()).isEqualTo(sql);
  }

  @Test
  void whiteSpaceAtTheEndsGoesAndCommentsStay() {
    List<Statement> statements =
        SqlflowParser.parse("\n -- first\n SELECT 1 -- one\n ;\r\n;; /* second */ SELECT 2\n");

    assertThat(statements)
        .extracting(Statement::text)
        .containsExactly("-- first\n SELECT 1 -- one", "/* second */ SELECT 2");
    assertThat(statements)
        .extracting(Statement::position)
        .containsExactly(new Position(2, 2, 2), new Position(35, 5, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", ";;", "-- only a comment", "/* a /* b */ c */;", "\uFEFF"})
  void aCellMayHoldNothing(String cell) {
    assertThat(SqlflowParser.parse(cell)).isEmpty();
  }

  /** The lines of one statement, without white space and semicolon at the ends. */
  private static List<String> single() {
    return Cases.corpus().stream()
        .map(sql -> sql.strip().replaceFirst("\\s*;$", ""))
        .filter(sql -> !sql.matches("(?s)[^'\"]*;\\s*(select|---).*"))
        .toList();
  }
}
