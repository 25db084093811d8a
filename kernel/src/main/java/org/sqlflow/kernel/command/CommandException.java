package org.sqlflow.kernel.command;

import org.sqlflow.text.Redactor;

/** Why a command failed, as a message to show. Passwords are masked. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(Redactor.redacted(message));
  }

  CommandException(String message, Throwable cause) {
    super(Redactor.redacted(message), cause);
  }
}
