package org.sqlflow.kernel.java;

import java.util.Optional;

/**
 * The names of snippets and of variables of results, which no two have, whatever JShell they are
 * in. Not thread-safe: one cell runs at a time.
 */
final class SnippetNames {
  private int lastId;
  private int lastVariable;
  private Optional<String> givenId = Optional.empty();
  private Optional<String> givenVariable = Optional.empty();

  /** The identity of a snippet. */
  String id() {
    return givenId.orElseGet(
        () -> {
          lastId++;
          return String.valueOf(lastId);
        });
  }

  /** The name of a variable for a result. */
  String variable() {
    return givenVariable.orElseGet(
        () -> {
          lastVariable++;
          return "$" + lastVariable;
        });
  }

  /** The next snippet is one that there was, and so is its variable. */
  void repeat(String id, Optional<String> variable) {
    givenId = Optional.of(id);
    givenVariable = variable;
  }

  /** The next snippets are new. */
  void goOn() {
    givenId = Optional.empty();
    givenVariable = Optional.empty();
  }
}
