package org.sqlflow.database;

import java.util.OptionalInt;

/** What the database refused, in the database's own words. */
public sealed class DatabaseException extends RuntimeException permits AccessDeniedException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** An error that the database ties to no place. */
  public DatabaseException(String message, Throwable cause) {
    this(message, -1, cause);
  }

  DatabaseException(String message, int offset, Throwable cause) {
    super(message, cause);
    this.offset = offset;
  }

  /** Where in the given SQL the error lies, in UTF-16 units from its start. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** The same error for SQL that is a part of what ran: the part begins at {@code start}. */
  DatabaseException within(int start, int length) {
    int moved = offset - start;
    boolean inside = offset >= 0 && moved >= 0 && moved <= length;
    return new DatabaseException(getMessage(), inside ? moved : -1, getCause());
  }
}
