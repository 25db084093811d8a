package org.sqlflow.database.session;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sqlflow.database.Answer;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.TransactionState;
import org.sqlflow.database.spi.Dialect;
import org.sqlflow.database.spi.Transaction;

/** Runs the user's statements in a session and reads their results. */
final class Answers {
  /** Statements that change rows. Some drivers report 0 rows for other statements too. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?is)(?:\\s|--[^\\n"
              + "]*|/\\*.*?\\*/)*+(?:INSERT|UPDATE|DELETE|MERGE|REPLACE|COPY|WITH)\\b.*");

  private final JdbcSession session;

  Answers(JdbcSession session) {
    this.session = session;
  }

  /** The result of a statement: all rows, or how many it changed. */
  Answer all(String sql) {
    return execute(sql, ResultTables.ALL);
  }

  /**
   * The first rows of a query, and whether there are more.
   *
   * <p>A database may refuse a query as a subquery although it accepts the query alone, or refuse
   * it with another message: then the query runs as it is. Parser and binder errors occur before
   * anything runs, but a binder error ends the user's transaction.
   */
  Answer first(String query, int rows) {
    Optional<String> first =
        rows == ResultTables.ALL ? Optional.empty() : session.dialect().first(query, rows + 1);
    if (first.isEmpty()) {
      return execute(query, rows);
    }
    try {
      return execute(first.get(), rows);
    } catch (DatabaseException error) {
      if (nothingRan(error)) {
        return execute(query, ResultTables.ALL);
      }
      throw error.within(session.dialect().placeInFirst(), query.length());
    }
  }

  private boolean nothingRan(DatabaseException error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith("Parser Error")
        || (message.startsWith("Binder Error") && session.transaction() == TransactionState.NONE);
  }

  private Answer execute(String sql, int most) {
    return read(
        sql,
        statement -> {
          if (most < ResultTables.ALL) {
            statement.setMaxRows(most + 1);
          }
        },
        (statement, hasRows, declared) -> {
          if (hasRows) {
            try (ResultSet rows = statement.getResultSet()) {
              return ResultTables.read(
                  rows, declared, session.dialect().types(), session::checkCancelled, most);
            }
          }
          long changed = statement.getUpdateCount();
          boolean counts = changed > 0 || (changed == 0 && COUNTED.matcher(sql).matches());
          return counts ? new Answer.Changed(changed) : new Answer.Done();
        });
  }

  /** Passes rows on while they are read. */
  Answer inParts(String query, int rows, Consumer<QueryTable> parts) {
    try (Transaction transaction =
        session.beginForTables()) { // some drivers fetch in parts only within one
      Answer answer =
          read(
              query,
              statement -> statement.setFetchSize(session.dialect().fetchSize()),
              (statement, hasRows, declared) -> {
                try (ResultSet result = statement.getResultSet()) {
                  return ResultTables.readInParts(
                      result,
                      declared,
                      session.dialect().types(),
                      session::checkCancelled,
                      rows,
                      parts);
                }
              });
      transaction.commit();
      return answer;
    }
  }

  private interface Setting {
    void on(Statement statement) throws SQLException;
  }

  private interface Reading {
    /**
     * @param declared the result's names and types; empty if they are those of its rows
     */
    Answer of(Statement statement, boolean hasRows, Optional<ResultSetMetaData> declared)
        throws SQLException;
  }

  /**
   * Runs a statement. Large values are read as texts where the driver would otherwise read whole
   * blocks of them as objects.
   */
  private Answer read(String sql, Setting setting, Reading reading) {
    Dialect dialect = session.dialect();
    if (!dialect.fetchesBlocks()) {
      return session.call(
          sql,
          statement -> {
            setting.on(statement);
            return reading.of(statement, statement.execute(sql), Optional.empty());
          });
    }
    return session.prepared(
        sql,
        List.of(),
        statement -> {
          ResultSetMetaData declared = statement.getMetaData();
          Optional<Answer> texts =
              dialect
                  .withTexts(sql, declared)
                  .flatMap(query -> texts(sql, query, setting, reading, declared));
          if (texts.isPresent()) {
            return texts.get();
          }
          setting.on(statement);
          return reading.of(statement, statement.execute(), Optional.empty());
        });
  }

  /** Empty if the statement cannot be a part of a query. */
  private Optional<Answer> texts(
      String sql, String query, Setting setting, Reading reading, ResultSetMetaData declared) {
    try {
      return Optional.of(
          session.prepared(
              query,
              List.of(),
              statement -> {
                setting.on(statement);
                return reading.of(statement, statement.execute(), Optional.of(declared));
              }));
    } catch (DatabaseException error) {
      if (nothingRan(error)) {
        return Optional.empty();
      }
      throw error.within(session.dialect().placeInTexts(), sql.length());
    }
  }
}
