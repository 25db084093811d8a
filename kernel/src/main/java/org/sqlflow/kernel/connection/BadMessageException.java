package org.sqlflow.kernel.connection;

/** A message that must be dropped: its frames, signature or header are not what Jupyter sends. */
final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  BadMessageException(String message) {
    super(message);
  }

  BadMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
