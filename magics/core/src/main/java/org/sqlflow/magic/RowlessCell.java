package org.sqlflow.magic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.syntax.Statement;

/**
 * Recognizes a cell that gives its result to a variable or a file, although no statement of it has
 * one in any database. It is refused before anything runs.
 */
final class RowlessCell {
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?s)(?:\\s|--[^\\n]*|/\\*.*?\\*/)*+([A-Za-z]+)\\b.*");

  /**
   * Commands that return rows in no database; others may, such as CALL, INSERT or a BEGIN block.
   */
  private static final Set<String> COMMANDS =
      Set.of(
          "ALTER",
          "COMMENT",
          "COMMIT",
          "CREATE",
          "DROP",
          "GRANT",
          "REVOKE",
          "ROLLBACK",
          "TRUNCATE");

  private RowlessCell() {}

  /**
   * What is wrong with the last of the statements; empty if the cell may have a result, or none of
   * its options takes one.
   */
  static Optional<String> complaint(List<Statement> statements, CellOptions options) {
    if (statements.isEmpty()
        || options.bindTo().isEmpty() && options.save().isEmpty()
        || !statements.stream().allMatch(statement -> command(statement).isPresent())) {
      return Optional.empty();
    }
    String command = command(statements.get(statements.size() - 1)).orElseThrow();
    String use =
        options
            .bindTo()
            .map(name -> name + " << (or --as " + name + ") takes the rows of a query")
            .orElse("--save writes the rows of a query");
    return Optional.of(
        command
            + " returns no rows, and "
            + use
            + ": leave that out, or end the cell with a query");
  }

  private static Optional<String> command(Statement statement) {
    if (!(statement instanceof Statement.StandardSql)) {
      return Optional.empty();
    }
    Matcher word = FIRST_WORD.matcher(statement.text());
    return word.matches()
        ? Optional.of(word.group(1).toUpperCase(Locale.ROOT)).filter(COMMANDS::contains)
        : Optional.empty();
  }
}
