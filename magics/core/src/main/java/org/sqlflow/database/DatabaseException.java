package org.sqlflow.database;

import java.util.OptionalInt;

/** An error of the database or its driver, in the database's words. */
public sealed class DatabaseException extends RuntimeException
    permits AccessDeniedException, FileInUseException {
  private static final long serialVersionUID = 1L;

  private static final String CONFLICT =
      "another session changed the same table or model at the same time: run the statement again";

  private final int offset;

  /** An error without a place in the SQL. */
  public DatabaseException(String message, Throwable cause) {
    this(message, -1, cause);
  }

  /**
   * An error at a place in the SQL.
   *
   * @param offset in UTF-16 units from the start of the SQL, or -1 if unknown
   */
  public DatabaseException(String message, int offset, Throwable cause) {
    super(message, cause);
    this.offset = offset;
  }

  /** An error caused by another session's change: running the statement again may help. */
  public static DatabaseException conflict(String message, Throwable cause) {
    return new DatabaseException(CONFLICT + " (" + message + ")", cause);
  }

  /** Whether another session's change is the cause, and not the statement itself. */
  public boolean isConflict() {
    return getMessage().startsWith(CONFLICT);
  }

  /** Where in the given SQL the error is, in UTF-16 units from its start. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** The same error with a longer message. */
  public DatabaseException with(String more) {
    return more.isEmpty() ? this : new DatabaseException(getMessage() + more, offset, getCause());
  }

  /**
   * The same error for a part of the SQL that ran.
   *
   * @param start where the part starts
   * @param length of the part
   */
  public DatabaseException within(int start, int length) {
    int moved = offset - start;
    boolean inside = offset >= 0 && moved >= 0 && moved <= length;
    return new DatabaseException(getMessage(), inside ? moved : -1, getCause());
  }
}
