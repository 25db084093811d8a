package org.sqlflow.database;

/** The database does not let this user in: the password is missing or wrong. */
public final class AccessDeniedException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  AccessDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
