package org.sqlflow.store;

/** A stored model that cannot be read or written. The message says what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the cause may be null. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
