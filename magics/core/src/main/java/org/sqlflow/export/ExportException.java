package org.sqlflow.export;

/**
 * A model, or a part of it, that a language cannot express; the message says what to do instead.
 */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What cannot be exported, and what to do. */
  public ExportException(String message) {
    super(message);
  }
}
