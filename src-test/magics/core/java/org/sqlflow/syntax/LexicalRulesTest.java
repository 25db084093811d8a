package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.syntax.Statement.Train;

/** Where statements end depends on how the database reads strings and comments. */
class LexicalRulesTest {
  private static final String TRAIN = " TO TRAIN kmeans WITH a = 'C:\\' INTO m";

  private static List<String> split(String cell, LexicalRules rules) {
    return SqlflowParser.parse(cell, rules).stream().map(Statement::text).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'C:\\' AS p",
        "SELECT 'C:\\'AS p",
        "SELECT 'C:\\'FROM t",
        "SELECT 'x' LIKE '\\%'ESCAPE '\\'AND b",
        "SELECT 1 AS \"a\\\"",
        "SELECT E'it\\'s; TO TRAIN'",
        "SELECT $$ ; ' $$",
        "SELECT /* ; /* ; */ ' */ 1",
        "SELECT 1 --;\n",
        "SELECT #1 FROM t",
      })
  void aStatementOfDuckDbIsOneStatement(String sql) {
    assertThat(split(sql + ";SELECT 2", LexicalRules.STANDARD))
        .containsExactly(sql.strip(), "SELECT 2");
    List<Statement> read = SqlflowParser.parse(sql + TRAIN, LexicalRules.STANDARD);
    assertThat(read).singleElement().isInstanceOf(Train.class);
    assertThat(((Train) read.get(0)).query().text()).isEqualTo(sql.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it\\'s; TO TRAIN' AS p",
        "SELECT \"it\\\"s; TO TRAIN\" AS p",
        "SELECT 'a\\\\' AS p",
        "SELECT 1 AS `a\\`",
        "SELECT /* ; /* ' */ 1",
        "SELECT 1 # ; ' TO TRAIN\n AS p",
        "SELECT 5--1 AS `; p`",
        "SELECT 1 -- ; '\n AS p",
        "SELECT 1 AS $$",
      })
  void aStatementOfMariaDbIsOneStatement(String sql) {
    assertThat(split(sql + ";SELECT 2", LexicalRules.MARIADB)).containsExactly(sql, "SELECT 2");
    List<Statement> read = SqlflowParser.parse(sql + TRAIN, LexicalRules.MARIADB);
    assertThat(read).singleElement().isInstanceOf(Train.class);
    assertThat(((Train) read.get(0)).query().text()).isEqualTo(sql);
  }

  @Test
  void theStringsOfTheExtensionAreTheSameOnEveryDatabase() {
    for (LexicalRules rules : List.of(LexicalRules.STANDARD, LexicalRules.MARIADB)) {
      Train train = (Train) SqlflowParser.parse("SELECT 1" + TRAIN, rules).get(0);

      assertThat(((Value.Text) train.attributes().get(0).value()).value()).isEqualTo("C:\\");
    }
  }

  @Test
  void whatOneDatabaseReadsAsTwoStatementsAnotherReadsAsOne() {
    String cell = "SELECT 'a\\'; SELECT 'b'";

    assertThat(split(cell, LexicalRules.STANDARD)).hasSize(2);
    assertThatThrownBy(() -> split(cell, LexicalRules.MARIADB))
        .isInstanceOf(SyntaxException.class)
        .hasMessage("the string that starts here is never closed: its ' is missing");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "SELECT 'a\\', INCOMPLETE",
        "SELECT 1 /* /* */, COMPLETE",
        "SELECT 1 #(, COMPLETE",
      })
  void completenessFollowsTheRulesToo(String cell, Completeness onMariaDb) {

    assertThat(Completeness.of(cell, LexicalRules.MARIADB)).isEqualTo(onMariaDb);
  }
}
