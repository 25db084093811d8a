package org.sqlflow.statements.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.Answer;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.Text;

/** Standard SQL, which the database runs unchanged. */
final class Standard {
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?s)(?:\\s|--[^\\n]*|/\\*.*?\\*/)*+([A-Za-z]+)");

  private static final Pattern QUERY =
      Pattern.compile("(?is)(?:\\s|--[^\\n]*|/\\*.*?\\*/)*+(?:SELECT|WITH|FROM|VALUES|TABLE)\\b");
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?i)\\b(?:INSERT|UPDATE|DELETE|MERGE|INTO|CREATE|DROP|NEXTVAL|SETVAL|CALL)\\b");

  private static final String LEAVE_OUT = ". Select all other columns, or octet_length of this one";

  private Standard() {}

  static void run(Statement.StandardSql sql, Workspace workspace, StatementListener listener) {
    Answer answer;
    try {
      answer =
          canRunAgain(sql.text())
              ? query(sql.text(), workspace.database(), listener)
              : workspace.database().execute(sql.text());
    } catch (DatabaseException error) {
      throw Workspace.refused(error, sql);
    }
    if (answer instanceof Answer.Rows rows) {
      listener.output(
          output(
              rows.result(),
              rows.isPartial() ? Optional.of(() -> whole(sql, workspace)) : Optional.empty()));
      if (!rows.leftOut().isEmpty()) {
        listener.output(new Output.Note(rows.leftOut()));
      }
    } else if (answer instanceof Answer.Changed changed) {
      listener.output(
          new Output.Note(List.of(verb(sql.text()) + Text.counted(changed.rows(), "row"))));
    }
  }

  private static Answer query(String sql, Database database, StatementListener listener) {
    int rows = listener.firstRows();
    return listener
        .allRows()
        .map(all -> database.executeInParts(sql, rows, part -> all.accept(output(part))))
        .orElseGet(() -> database.executeFirst(sql, rows));
  }

  private static Output.Rows output(QueryTable part) {
    return output(part, Optional.empty());
  }

  private static Output.Rows output(QueryTable result, Optional<Supplier<Output.Rows>> whole) {
    return new Output.Rows(
        Optional.empty(),
        result.table(),
        result.present(),
        result.types(),
        Output.Role.RESULT,
        whole,
        Map.of());
  }

  private static Output.Rows whole(Statement.StandardSql sql, Workspace workspace) {
    try {
      Answer.Rows rows = (Answer.Rows) workspace.database().execute(sql.text());
      if (!rows.leftOut().isEmpty()) { // nobody listens any more
        throw new DatabaseException(String.join("; ", rows.leftOut()) + LEAVE_OUT, null);
      }
      return output(rows.result());
    } catch (DatabaseException error) {
      throw Workspace.refused(error, sql);
    }
  }

  /** Whether a statement is certainly a query, without a word that could change something. */
  private static boolean canRunAgain(String sql) {
    return QUERY.matcher(sql).lookingAt() && !CHANGES.matcher(sql).find();
  }

  /** The statement's first word, which distinguishes the row counts of a cell's statements. */
  private static String verb(String sql) {
    Matcher word = FIRST_WORD.matcher(sql);
    return word.lookingAt() ? word.group(1).toUpperCase(Locale.ROOT) + ": " : "";
  }
}
