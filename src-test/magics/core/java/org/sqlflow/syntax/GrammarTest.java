package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sqlflow.syntax.Grammar.Command;
import org.sqlflow.syntax.Grammar.Part;
import org.sqlflow.syntax.Grammar.Slot;
import org.sqlflow.syntax.Statement.ExportModel;
import org.sqlflow.syntax.Statement.ImportModel;

/** What a new statement costs: its record, its class, and its row in the grammar. */
class GrammarTest {
  /** The row of a statement that does not exist: the parser needs nothing else. */
  private static final Command COPY_MODEL =
      Command.of(
          "COPY MODEL",
          m ->
              new ImportModel(
                  m.text(), m.position(), m.file().orElseThrow(), Optional.of(m.name(Slot.MODEL))),
          Part.of(Slot.MODEL),
          Part.optional("INTO FILE", Slot.FILE));

  private static Optional<Statement> copy(String cell) {
    Scanner scanner = new Scanner(cell);
    return new CommandParser(scanner, List.of(COPY_MODEL))
        .parse(scanner.tokenAt(0), 0, new TokenCursor(scanner, 0));
  }

  @Test
  void aRowIsAllThatTheParserNeedsOfANewStatement() {
    ImportModel read = (ImportModel) copy("copy model a.b INTO FILE 'x.zip';").orElseThrow();

    assertThat(read.text()).isEqualTo("copy model a.b INTO FILE 'x.zip'");
    assertThat(read.as()).map(Name::text).contains("a.b");
    assertThat(read.path().value()).isEqualTo("x.zip");
    assertThat(read.path().position().offset()).isEqualTo(25);
    assertThat(copy("COPY t TO 'x'")).isEmpty();
  }

  @Test
  void theErrorsOfANewStatementComeFromItsRow() {
    assertThatThrownBy(() -> copy("COPY MODEL"))
        .hasMessage("expected the name of a model after COPY MODEL, but found the end of the cell");
    assertThatThrownBy(() -> copy("COPY MODEL m INTO FILE"))
        .hasMessage(
            "expected the path of a file, in quotes, after INTO FILE, but found the end of the"
                + " cell");
    assertThatThrownBy(() -> copy("COPY MODEL m INOT FILE 'x'"))
        .hasMessage("expected INTO FILE or the end of the statement, but found 'INOT'");
    assertThatThrownBy(() -> copy("COPY MODLE m"))
        .hasMessage("expected MODEL after COPY, but found 'MODLE'; did you mean MODEL?");
  }

  /** A statement without a row could never be written. */
  @Test
  void eachStatementHasARow() {
    Set<Class<?>> read = new HashSet<>();
    for (Command command : Grammar.COMMANDS) {
      read.add(SqlflowParser.parse(example(command)).get(0).getClass());
    }
    for (String operation : Grammar.Operation.names()) {
      String cell = "SELECT 1 TO " + operation + " a.b USING m";
      read.add(
          SqlflowParser.parse(
                  cell.replace("EVALUATE a.b USING m", "EVALUATE m")
                      .replace("TRAIN a.b USING m", "TRAIN a INTO m")
                      .replace("DESCRIBE a.b USING m", "DESCRIBE INTO a.b")
                      .replace("COMPARE a.b USING m", "COMPARE m@1, m INTO t")
                      .replace("MONITOR a.b USING m", "MONITOR m@2"))
              .get(0)
              .getClass());
    }

    Set<Class<?>> statements =
        Arrays.stream(Statement.class.getDeclaredClasses())
            .filter(type -> type.isRecord() && Statement.class.isAssignableFrom(type))
            .filter(type -> type != Statement.StandardSql.class)
            .collect(Collectors.toSet());
    assertThat(read).isEqualTo(statements);
  }

  /** A command with everything that may be left out. */
  private static String example(Command command) {
    StringBuilder text = new StringBuilder(String.join(" ", command.words()));
    for (Part part : command.parts()) {
      part.keywords().forEach(keyword -> text.append(' ').append(keyword));
      part.slot()
          .ifPresent(
              slot ->
                  text.append(
                      slot == Slot.FILE
                          ? " 'f'"
                          : slot == Slot.VERSION
                              ? " = 2"
                              : slot == Slot.GROUP_NAMES ? " (0 = 'a')" : " x"));
    }
    return text.toString();
  }

  @Test
  void importModelTakesAFileAndMaybeAName() {
    ImportModel read =
        (ImportModel) SqlflowParser.parse("SELECT 1;\nimport model '/a b/m.zip' as m").get(1);

    assertThat(read.path()).isEqualTo(new Value.Text("/a b/m.zip", true, new Position(23, 2, 14)));
    assertThat(read.as()).map(Name::text).contains("m");
    assertThat(((ImportModel) SqlflowParser.parse("IMPORT MODEL \"m.zip\"").get(0)).as()).isEmpty();
    assertThat(SqlflowParser.parse("LOAD httpfs"))
        .hasOnlyElementsOfType(Statement.StandardSql.class);
  }

  @Test
  void exportModelTakesAModelAndAFile() {
    ExportModel read =
        (ExportModel) SqlflowParser.parse("export model a.b to 'b.sql'; SELECT 1").get(0);

    assertThat(read.model().text()).isEqualTo("a.b");
    assertThat(read.path().value()).isEqualTo("b.sql");
    assertThat(read.text()).isEqualTo("export model a.b to 'b.sql'");
    assertThat(SqlflowParser.parse("EXPORT DATABASE 'd'; IMPORT DATABASE 'd'"))
        .hasOnlyElementsOfType(Statement.StandardSql.class);
  }
}
