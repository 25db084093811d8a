package org.sqlflow.magic;

import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SourceLine;
import org.sqlflow.text.Redactor;

/** Errors as the user reads them. */
final class ErrorText {
  private ErrorText() {}

  /** A message, and under it the line with a caret. */
  static String at(String cell, int offset, String message) {
    Position position = Position.of(cell, offset);
    return "line "
        + position.line()
        + ":"
        + position.column()
        + ": "
        + message
        + "\n"
        + SourceLine.of(Redactor.veiled(cell), position);
  }

  /** What became of the statements before the one that failed. */
  static String ranBefore(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> "\nThe statement before it ran, and what it did stays.";
      default -> "\nThe " + count + " statements before it ran, and what they did stays.";
    };
  }
}
