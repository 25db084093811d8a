package org.sqlflow.database;

/** The file of an embedded database is open in another process. */
public final class FileInUseException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message who uses the file, and what to do
   * @param cause the driver's error
   */
  public FileInUseException(String message, Throwable cause) {
    super(message, cause);
  }
}
