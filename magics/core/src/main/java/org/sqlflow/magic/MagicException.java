package org.sqlflow.magic;

import org.sqlflow.text.Redactor;

/**
 * Why a cell stopped, ready to show: what is wrong, where, and what to do. A place in the cell
 * shows as {@code line 3:7: …} and the line with a caret under it. Passwords are taken out.
 */
public final class MagicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A message for the user. */
  public MagicException(String message) {
    super(Redactor.redacted(message));
  }

  /** A message for the user, and what lies behind it for those who debug. */
  public MagicException(String message, Throwable cause) {
    super(Redactor.redacted(message), cause);
  }
}
