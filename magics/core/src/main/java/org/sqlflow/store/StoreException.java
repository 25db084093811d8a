package org.sqlflow.store;

/** A stored model that cannot be read. The message says what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with what lies behind it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
