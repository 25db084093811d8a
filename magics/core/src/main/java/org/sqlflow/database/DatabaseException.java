package org.sqlflow.database;

import java.util.OptionalInt;

/** What the database refused, in the database's own words. */
public sealed class DatabaseException extends RuntimeException permits AccessDeniedException {
  private static final long serialVersionUID = 1L;

  private static final String CONFLICT =
      "another session changed the same table or model at the same time: run the statement again";

  private final int offset;

  /** An error that the database ties to no place. */
  public DatabaseException(String message, Throwable cause) {
    this(message, -1, cause);
  }

  DatabaseException(String message, int offset, Throwable cause) {
    super(message, cause);
    this.offset = offset;
  }

  /** The error of a change that another session's made impossible: trying again may help. */
  static DatabaseException conflict(String told, Throwable cause) {
    return new DatabaseException(CONFLICT + " (" + told + ")", cause);
  }

  /** Whether another session's change was in the way, and not the statement itself. */
  public boolean isConflict() {
    return getMessage().startsWith(CONFLICT);
  }

  /** Where in the given SQL the error lies, in UTF-16 units from its start. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** The same error with more words. */
  DatabaseException with(String words) {
    return new DatabaseException(getMessage() + words, offset, getCause());
  }

  /** The same error for SQL that is a part of what ran: the part begins at {@code start}. */
  DatabaseException within(int start, int length) {
    int moved = offset - start;
    boolean inside = offset >= 0 && moved >= 0 && moved <= length;
    return new DatabaseException(getMessage(), inside ? moved : -1, getCause());
  }
}
