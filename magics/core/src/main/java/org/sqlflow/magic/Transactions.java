package org.sqlflow.magic;

import java.util.regex.Pattern;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.TransactionState;
import org.sqlflow.statements.StatementException;
import org.sqlflow.syntax.Statement;

/**
 * Reports what happened to the user's transaction when a statement fails or commits.
 *
 * @param before the state before the statement
 * @param count how many statements of the cell ran before it
 */
record Transactions(Statement statement, Database database, TransactionState before, int count) {
  private static final Pattern COMMITS =
      Pattern.compile("(?is)(?:\\s|--[^\\n]*|/\\*.*?\\*/)*+(?:COMMIT|END)\\b.*");

  /** Records the state before a statement. */
  static Transactions before(Statement statement, Database database, int count) {
    return new Transactions(statement, database, state(database), count);
  }

  private static TransactionState state(Database database) {
    try {
      return database.transaction();
    } catch (DatabaseException unknown) { // the statement itself will say what is wrong
      return TransactionState.NONE;
    }
  }

  private boolean commits() {
    return statement instanceof Statement.StandardSql
        && COMMITS.matcher(statement.text()).matches();
  }

  /** Throws if a COMMIT rolled back a failed transaction, which databases report like a commit. */
  void checkKept() {
    if (before == TransactionState.FAILED && commits()) {
      throw new StatementException(
          "the transaction was rolled back, because a statement in it had failed: nothing since"
              + " BEGIN is kept",
          statement.position());
    }
  }

  /** A line on what happened to the statements before the one that failed; may be empty. */
  String afterFailure() {
    return switch (state(database)) {
      case FAILED ->
          "\nThe transaction is open and has failed: ROLLBACK undoes its statements; until then"
              + " the database refuses all others.";
      case OPEN ->
          "\nThe transaction is still open: COMMIT keeps what its statements before this one did,"
              + " ROLLBACK undoes it.";
      case NONE -> before == TransactionState.NONE ? ranBefore() : rolledBack();
    };
  }

  private String rolledBack() {
    boolean said = before == TransactionState.FAILED && commits();
    return said ? "" : "\nThe transaction was rolled back: nothing since BEGIN is kept.";
  }

  private String ranBefore() {
    return switch (count) {
      case 0 -> "";
      case 1 -> "\nThe statement before it ran; its changes are kept.";
      default -> "\nThe " + count + " statements before it ran; their changes are kept.";
    };
  }
}
