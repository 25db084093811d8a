package org.sqlflow.engine;

/**
 * Why an engine cannot train or predict. The message says what is wrong and what to do about it.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error in these words. */
  public EngineException(String message) {
    super(message);
  }
}
