package org.sqlflow.magic;

import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SourceLine;
import org.sqlflow.text.Redactor;

/**
 * Why a cell failed, as a message to show: what is wrong, where, and what to do. A place in the
 * cell is shown as {@code line 3:7: …}, with the line and a caret below. Passwords are masked.
 */
public final class MagicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message for the user. */
  public MagicException(String message) {
    super(Redactor.redacted(message));
  }

  /** A message for the user, and its cause for debugging. */
  public MagicException(String message, Throwable cause) {
    super(Redactor.redacted(message), cause);
  }

  /** An error at a place of a cell, with the line and a caret below the message. */
  static MagicException at(String cell, int offset, String message) {
    return new MagicException(textAt(cell, offset, message));
  }

  /** A message with the place, the line and a caret. */
  static String textAt(String cell, int offset, String message) {
    return SourceLine.message(Redactor.veiled(cell), Position.of(cell, offset), message);
  }
}
