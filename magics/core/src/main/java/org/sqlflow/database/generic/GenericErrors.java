package org.sqlflow.database.generic;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlflow.database.AccessDeniedException;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.spi.Errors;
import org.sqlflow.text.Text;

/** Errors by their standard SQL states. */
public class GenericErrors implements Errors {
  @Override
  public DatabaseException refused(SQLException error, String sql) {
    return isConflict(error)
        ? DatabaseException.conflict(message(error), error)
        : new DatabaseException(message(error), error);
  }

  /** Whether another session's change is the cause. */
  protected boolean isConflict(SQLException error) {
    return state(error).startsWith("40");
  }

  /** The SQL state, or an empty text. */
  protected static String state(SQLException error) {
    return Optional.ofNullable(error.getSQLState()).orElse("");
  }

  /** The database's message, followed by the network's if that is another one. */
  protected String message(SQLException error) {
    String message = String.valueOf(error.getMessage()).strip();
    Throwable cause = error.getCause();
    boolean more =
        cause instanceof IOException
            && cause.getMessage() != null
            && !message.contains(cause.getMessage());
    return more ? message + " (" + cause.getMessage() + ")" : message;
  }

  @Override
  public boolean isLost(SQLException error) {
    return state(error).startsWith("08") || state(error).startsWith("57P0");
  }

  @Override
  public DatabaseException unreachable(SQLException error, DataSource source) {
    String message = message(error);
    String shown = source.redacted(message, hidesPasswords());
    String state = state(error);
    SQLException cause = shown.equals(message) ? error : null; // its stack trace has the message
    return state.startsWith("28") || state.equals("08004")
        ? new AccessDeniedException(Text.of("access denied by %s: %s", source, shown), cause)
        : new DatabaseException(Text.of("cannot connect to %s: %s", source, shown), cause);
  }
}
