package org.sqlflow.syntax;

import java.util.Arrays;
import java.util.Optional;

/** The words that start a clause of the extension. */
enum Clause {
  WITH,
  COLUMN,
  LABEL,
  USING,
  INTO;

  static Optional<Clause> at(Scanner scanner, Token token) {
    return Arrays.stream(values()).filter(c -> scanner.isWord(token, c.name())).findFirst();
  }
}
