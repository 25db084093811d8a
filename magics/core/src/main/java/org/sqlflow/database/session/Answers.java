package org.sqlflow.database.session;

import java.sql.ResultSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sqlflow.database.Answer;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.TransactionState;
import org.sqlflow.database.spi.Transaction;

/** Runs the user's statements in a session and reads what they answer. */
final class Answers {
  /** Some drivers report 0 rows for a statement that changes none by its nature. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?is)(?:\\s|--[^\\n"
              + "]*|/\\*.*?\\*/)*+(?:INSERT|UPDATE|DELETE|MERGE|REPLACE|COPY|WITH)\\b.*");

  private final JdbcSession session;

  Answers(JdbcSession session) {
    this.session = session;
  }

  /** What a statement answers: all rows, or how many it changed. */
  Answer all(String sql) {
    return execute(sql, ResultTables.ALL);
  }

  /**
   * The first rows of a query, and whether there are more.
   *
   * <p>A query in another one can be refused where it alone is not, or with another message: then
   * it runs as it is. Parser and binder refuse before anything runs, but an error of the binder
   * ends the user's transaction.
   */
  Answer first(String query, int rows) {
    Optional<String> first = session.dialect().first(query, rows + 1);
    if (first.isEmpty()) {
      return execute(query, rows);
    }
    try {
      return execute(first.get(), rows);
    } catch (DatabaseException error) {
      String message = String.valueOf(error.getMessage());
      boolean nothingRan =
          message.startsWith("Parser Error")
              || (message.startsWith("Binder Error")
                  && session.transaction() == TransactionState.NONE);
      if (nothingRan) {
        return execute(query, ResultTables.ALL);
      }
      throw error.within(session.dialect().placeInFirst(), query.length());
    }
  }

  private Answer execute(String sql, int most) {
    return session.call(
        sql,
        statement -> {
          if (most < ResultTables.ALL) {
            statement.setMaxRows(most + 1);
          }
          if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
              return ResultTables.read(
                  rows, session.dialect().types(), session::checkCancelled, most);
            }
          }
          long changed = statement.getUpdateCount();
          boolean counts = changed > 0 || (changed == 0 && COUNTED.matcher(sql).matches());
          return counts ? new Answer.Changed(changed) : new Answer.Done();
        });
  }

  /** Hands rows over while they are read. */
  Answer inParts(String query, int rows, Consumer<QueryTable> parts) {
    try (Transaction transaction = session.beginForTables()) { // some drivers fetch in one only
      Answer answer =
          session.call(
              query,
              statement -> {
                statement.setFetchSize(session.dialect().fetchSize());
                try (ResultSet result = statement.executeQuery(query)) {
                  return ResultTables.readInParts(
                      result, session.dialect().types(), session::checkCancelled, rows, parts);
                }
              });
      transaction.commit();
      return answer;
    }
  }
}
