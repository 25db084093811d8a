package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors are part of the language: each cell of the table gives exactly its message. */
class ErrorMessagesTest {
  static Stream<List<String>> messages() {
    return Cases.table("messages.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource
  void messages(List<String> row) {
    String cell = row.get(0);
    SyntaxException error =
        catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(cell));

    assertThat(SourceLine.message(cell, error).lines().findFirst()).hasValue(row.get(1));
  }

  @Test
  void theLineAndACaretFollowTheMessage() {
    String cell = "SELECT *\nFROM t\nTO TRAIN clusterModel\n\tINOT m";
    SyntaxException error =
        catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(cell));

    assertThat(SourceLine.message(cell, error))
        .isEqualTo(
            """
            line 4:2: expected WITH, COLUMN, LABEL, USING or INTO, but found 'INOT'; did you mean \
            INTO?
            \tINOT m
            \t^\
            """);
  }

  @Test
  void anInvisibleCharacterIsNamed() {
    String cell = "SELECT 1 TO TRAIN m WITH a = 1\u200b INTO x";
    SyntaxException error =
        catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(cell));

    assertThat(error).hasMessageEndingWith("but found '\u200b' (U+200B)");
    assertThat(error.position()).isEqualTo(new Position(30, 1, 31));
  }

  @Test
  void aDeepNestIsRefusedAndNotAnOverflow() {
    String lists = "SELECT 1 TO TRAIN m WITH a=" + "[".repeat(100_000);
    String calls = "SELECT 1 TO TRAIN m COLUMN " + "f(".repeat(100_000);

    assertThat(catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(lists)))
        .hasMessage("lists are nested more than 100 deep");
    assertThat(catchThrowableOfType(SyntaxException.class, () -> SqlflowParser.parse(calls)))
        .hasMessage("functions are nested more than 100 deep");
  }
}
