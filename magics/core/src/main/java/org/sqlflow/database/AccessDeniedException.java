package org.sqlflow.database;

/** The database refuses this user: the password is missing or wrong. */
public final class AccessDeniedException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message holds no password
   * @param cause the driver's error, or null if it could show a password
   */
  public AccessDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
