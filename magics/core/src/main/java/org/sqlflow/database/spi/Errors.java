package org.sqlflow.database.spi;

import java.sql.SQLException;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.DatabaseException;

/** What a database's errors mean. Stateless; also used before there is a connection. */
public interface Errors {
  /**
   * The error in the database's own words, with its place in the SQL if known, and as {@link
   * DatabaseException#conflict} if another session's change is the cause.
   *
   * @param sql the SQL that was refused, or an empty text
   */
  DatabaseException refused(SQLException error, String sql);

  /** Whether the connection is unusable after an error. */
  default boolean isLost(SQLException error) {
    return false;
  }

  /** Whether the database has no room left to write to. */
  default boolean isFull(SQLException error) {
    return false;
  }

  /** The error of a failed connection, with what to do. */
  DatabaseException unreachable(SQLException error, DataSource source);

  /** Whether the driver's messages show passwords only in URLs and properties, if at all. */
  default boolean hidesPasswords() {
    return false;
  }
}
