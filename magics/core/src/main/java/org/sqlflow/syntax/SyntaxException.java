package org.sqlflow.syntax;

/** Text that is not a statement. The message says what was found and what is expected there. */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;
  private final boolean unfinished;

  /** An error at a place of the cell; the message does not repeat the place. */
  public SyntaxException(String message, Position position) {
    this(message, position, false);
  }

  SyntaxException(String message, Position position, boolean unfinished) {
    super(message);
    this.position = position;
    this.unfinished = unfinished;
  }

  /** Where the unexpected text starts. */
  public Position position() {
    return position;
  }

  /** Whether the only fault is that the text ends too early. */
  public boolean unfinished() {
    return unfinished;
  }
}
