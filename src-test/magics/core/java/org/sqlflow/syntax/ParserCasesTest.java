package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlflow.syntax.Cases.Row;
import org.sqlflow.syntax.Statement.StandardSql;

/** What SQLFlow's own tests and documents say, and what this language does with each of them. */
class ParserCasesTest {
  private static final Pattern COUNT = Pattern.compile("(\\d+) statements?\\b.*");
  private static final Pattern END = Pattern.compile("standard part ends at offset (-?\\d+)");

  static Stream<Row> accepted() {
    return rows("accept").filter(row -> !row.level().equals("split"));
  }

  static Stream<Row> acceptedUntilTheDataIsKnown() {
    return rows("reject-later");
  }

  static Stream<Row> rejected() {
    return rows("reject");
  }

  static Stream<Row> refusedByName() {
    return rows("refuse-by-name");
  }

  static Stream<Row> split() {
    return rows("accept").filter(row -> row.level().equals("split"));
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Row row) {
    List<Statement> statements = SqlflowParser.parse(cell(row));

    Matcher count = COUNT.matcher(row.note());
    if (count.matches()) {
      assertThat(statements).hasSize(Integer.parseInt(count.group(1)));
    }
    assertThat(statements).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void acceptedUntilTheDataIsKnown(Row row) {
    assertThat(SqlflowParser.parse(cell(row))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource
  void rejected(Row row) throws SQLException {
    try {
      List<Statement> statements = SqlflowParser.parse(cell(row));
      assertThat(databaseComplaints(statements)).isNotEmpty();
    } catch (SyntaxException e) {
      assertThat(e.position().offset()).isLessThanOrEqualTo(cell(row).length());
    }
  }

  /** Bad standard SQL is the database's to refuse, and it does; the parser refuses all the rest. */
  @Test
  void theDatabaseRejectsOnlyStandardSql() {
    List<String> leftToTheDatabase =
        rejected().map(ParserCasesTest::cell).filter(ParserCasesTest::parses).toList();

    assertThat(leftToTheDatabase)
        .allMatch(
            cell ->
                cell.contains("SHOW TRAIN my_model")
                    || cell.contains("select select 1")
                    || cell.contains("TO DROP MODEL"))
        .hasSize(7);
  }

  @ParameterizedTest
  @MethodSource
  void refusedByName(Row row) {
    String cell = cell(row);
    SyntaxException error =
        catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(cell));

    String operation = cell.substring(error.position().offset()).replaceFirst("(?s)\\W.*", "");
    assertThat(operation).isIn("RUN", "MAXIMIZE", "MINIMIZE");
    assertThat(error)
        .hasMessageStartingWith("TO %s of SQLFlow is not part of this language: ", operation);
  }

  @ParameterizedTest
  @MethodSource
  void split(Row row) {
    Splitter.Piece piece =
        new Splitter(new Scanner(row.statement())).next(0).orElseThrow(AssertionError::new);
    Matcher end = END.matcher(row.note());

    assertThat(end.matches()).isTrue();
    assertThat(piece.extended() ? piece.stop().start() : -1)
        .isEqualTo(Integer.parseInt(end.group(1)));
  }

  private static Stream<Row> rows(String expect) {
    return Cases.parserCases().stream().filter(row -> row.expect().equals(expect));
  }

  /**
   * Fragments get a query in front. SQLFlow's tests of splitting predict into a column without a
   * table, which its own grammar takes and this one does not: they get a table.
   */
  private static String cell(Row row) {
    String statement = row.statement();
    if (row.level().startsWith("ext") && statement.strip().regionMatches(true, 0, "TO ", 0, 3)) {
      return "SELECT 1 " + statement;
    }
    return statement.replace("to predict a using b", "to predict t.a using b");
  }

  private static boolean parses(String cell) {
    try {
      SqlflowParser.parse(cell);
      return true;
    } catch (SyntaxException e) {
      return false;
    }
  }

  /** The syntax errors of a real database. */
  private static List<String> databaseComplaints(List<Statement> statements) throws SQLException {
    List<String> complaints = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Statement statement : statements) {
        if (statement instanceof StandardSql sql) {
          try (java.sql.Statement jdbc = connection.createStatement()) {
            jdbc.execute(sql.text());
          } catch (SQLException e) {
            if (e.getMessage().startsWith("Parser Error")) {
              complaints.add(e.getMessage());
            }
          }
        }
      }
    }
    return complaints;
  }
}
