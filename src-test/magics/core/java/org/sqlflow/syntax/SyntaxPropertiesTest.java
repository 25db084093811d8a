package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.sqlflow.syntax.Statement.Extended;
import org.sqlflow.syntax.Statement.StandardSql;

/** What holds for every text and every statement. */
class SyntaxPropertiesTest {
  @Provide
  static Arbitrary<Extended> statements() {
    return Statements.any();
  }

  /** What ordinary SQL consists of: a semicolon or an operation is always inside something. */
  @Provide
  static Arbitrary<String> ordinarySql() {
    Arbitrary<String> any = Statements.text();
    Arbitrary<String> lexeme =
        Arbitraries.oneOf(
            Arbitraries.of("a", "b", ",", "*", "=", "<>", "1", "2.5e-3", "?", ":p", "@v", "JOIN"),
            Arbitraries.of("INTERVAL '1' YEAR TO MONTH", "AS to", "t.to", "N'x'", "x'00'", "::int"),
            any.map(text -> "'" + text.replace("'", "''") + "'"),
            any.map(text -> "\"" + text.replace("\"", "\"\"") + "\""),
            any.map(text -> "`" + text.replace("`", "``") + "`"),
            any.filter(text -> !text.contains("$t$")).map(text -> "$t$" + text + "$t$"),
            any.map(text -> "-- " + text.replaceAll("[\r\n]", "") + "\n"),
            any.map(text -> text.replaceAll("[*/]", "")).map(text -> "/*" + text + "*/"));
    Arbitrary<String> body = lexeme.list().ofMaxSize(8).map(list -> String.join(" ", list));
    Arbitrary<String> first = Arbitraries.of("SELECT", "INSERT", "FROM", "UPDATE", "PRAGMA", "x");
    return Combinators.combine(first, body, body)
        .as((word, outside, inside) -> word + " " + outside + " (" + inside + "\n) z");
  }

  @Property
  void ordinarySqlPassesUntouched(
      @ForAll @Size(min = 1, max = 4) List<@From("ordinarySql") String> statements,
      @ForAll Random style) {
    StringBuilder cell = new StringBuilder();
    List<Statement> expected = new ArrayList<>();
    for (String sql : statements) {
      cell.append("; \n".repeat(style.nextInt(3)));
      int start = cell.length();
      cell.append(sql).append(' ').append(style.nextBoolean() ? "\t;" : ";;\r\n");
      expected.add(new StandardSql(sql, Position.of(cell.toString(), start)));
    }

    assertThat(SqlflowParser.parse(cell.toString())).isEqualTo(expected);
    assertThat(Completeness.of(cell.toString(), LexicalRules.STANDARD))
        .isEqualTo(Completeness.COMPLETE);
  }

  @Property
  void aStatementIsReadAsItWasMeantHoweverItIsWritten(
      @ForAll("statements") Extended meant, @ForAll Random style) {
    StatementText writer = new StatementText(style);
    String text = writer.write(meant);

    List<Statement> read = SqlflowParser.parse(text + writer.end());

    assertThat(read).singleElement().extracting(Statement::text).isEqualTo(text);
    assertThat(read.get(0))
        .usingRecursiveComparison()
        .ignoringFields("text")
        .ignoringFieldsOfTypes(Position.class)
        .isEqualTo(meant);
  }

  @Property
  void statementsOfOneCellDoNotMix(
      @ForAll @Size(min = 2, max = 4) List<@From("statements") Extended> meant,
      @ForAll Random style) {
    StatementText writer = new StatementText(style);
    List<String> texts = meant.stream().map(writer::write).toList();

    List<Statement> read =
        SqlflowParser.parse(String.join("", texts.stream().map(text -> text + " ;\n").toList()));

    assertThat(read).extracting(Statement::text).isEqualTo(texts);
  }

  @Property
  void aTextCutOffOrSpoiltIsReadOrItsErrorHasAPlaceInIt(
      @ForAll("statements") Extended meant, @ForAll("anyText") String noise, @ForAll Random style) {
    String sound = new StatementText(style).write(meant);
    int from = style.nextInt(sound.length() + 1);
    int to = Math.min(sound.length(), from + style.nextInt(4));
    String text =
        sound.substring(0, from)
            + noise
            + sound.substring(style.nextBoolean() ? to : sound.length());

    try {
      for (Statement statement : SqlflowParser.parse(text)) {
        assertThat(text.startsWith(statement.text(), statement.position().offset())).isTrue();
      }
      assertThat(Completeness.of(text, LexicalRules.STANDARD)).isNotEqualTo(Completeness.INVALID);
    } catch (SyntaxException refused) {
      assertThat(refused.position().offset()).isBetween(0, text.length());
      assertThat(refused.position()).isEqualTo(Position.of(text, refused.position().offset()));
      assertThat(SourceLine.message(text, refused)).contains(refused.getMessage()).endsWith("^");
      assertThat(Completeness.of(text, LexicalRules.STANDARD)).isNotEqualTo(Completeness.COMPLETE);
    }
  }

  @Provide
  static Arbitrary<String> anyText() {
    return Statements.text();
  }
}
