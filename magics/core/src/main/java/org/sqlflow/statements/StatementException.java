package org.sqlflow.statements;

import java.util.OptionalInt;
import org.sqlflow.syntax.Position;

/** Why a statement cannot run. The message says what is wrong and what to do. */
public final class StatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** An error without a place in the cell. */
  public StatementException(String message) {
    this(message, -1, null);
  }

  /** An error at a place of the cell. */
  public StatementException(String message, Position position) {
    this(message, position.offset(), null);
  }

  /**
   * @param message what is wrong and what to do
   * @param offset where in the cell, in UTF-16 units from its start; -1 if unknown
   * @param cause the underlying error, or null
   */
  public StatementException(String message, int offset, Throwable cause) {
    super(message, cause);
    this.offset = offset;
  }

  /** Where in the cell, in UTF-16 units from its start. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }
}
