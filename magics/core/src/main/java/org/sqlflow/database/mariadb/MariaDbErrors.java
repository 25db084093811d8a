package org.sqlflow.database.mariadb;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.generic.GenericErrors;

/** MariaDB's errors. */
final class MariaDbErrors extends GenericErrors {
  private static final Pattern CONNECTION = Pattern.compile("^\\(conn[:=]-?\\d+\\) ");
  private static final Pattern NEAR = Pattern.compile("(?s) near '(.*)' at line (\\d+)$");

  /** A deadlock, a lock that took too long, a row or a table that changed during the statement. */
  private static final Set<Integer> CONFLICTS = Set.of(1213, 1205, 1020, 1412);

  /** A table, a disk or a temporary file that cannot grow. */
  private static final Set<Integer> FULL = Set.of(1114, 1021, 3, 28);

  /** A syntax error has the line, and the SQL from there on. */
  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String message = message(error);
    Matcher near = NEAR.matcher(message);
    if (near.find()) {
      int line = 0;
      for (int i = 1; i < Integer.parseInt(near.group(2)) && line >= 0; i++) {
        line = sql.indexOf('\n', line) + 1;
      }
      int offset = near.group(1).isEmpty() ? sql.length() : sql.indexOf(near.group(1), line);
      return new DatabaseException(message.replaceFirst(" at line \\d+$", ""), offset, error);
    }
    return super.refused(error, sql);
  }

  @Override
  protected boolean isConflict(SQLException error) {
    return super.isConflict(error) || CONFLICTS.contains(error.getErrorCode());
  }

  @Override
  public boolean isFull(SQLException error) {
    return FULL.contains(error.getErrorCode())
        || String.valueOf(error.getMessage()).contains("No space left on device");
  }

  @Override
  public boolean hidesPasswords() {
    return true;
  }

  @Override
  protected String message(SQLException error) {
    return CONNECTION.matcher(super.message(error)).replaceFirst("");
  }
}
