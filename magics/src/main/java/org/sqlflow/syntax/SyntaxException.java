package org.sqlflow.syntax;

/** Text that is no statement. The message says what was found and what could stand there. */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  /** An error at a place of the cell; the message does not repeat the place. */
  public SyntaxException(String message, Position position) {
    super(message);
    this.position = position;
  }

  /** Where the unexpected text starts. */
  public Position position() {
    return position;
  }
}
