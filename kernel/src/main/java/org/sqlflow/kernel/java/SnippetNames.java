package org.sqlflow.kernel.java;

import java.util.Optional;

/**
 * Unique names for snippets and for variables of results, across all JShells of the kernel. Not
 * thread-safe: one cell runs at a time.
 */
final class SnippetNames {
  private int lastId;
  private int lastVariable;
  private Optional<String> givenId = Optional.empty();
  private Optional<String> givenVariable = Optional.empty();

  /** The id of the next snippet. */
  String id() {
    return givenId.orElseGet(
        () -> {
          lastId++;
          return String.valueOf(lastId);
        });
  }

  /** The name of the next variable for a result. */
  String variable() {
    return givenVariable.orElseGet(
        () -> {
          lastVariable++;
          return "$" + lastVariable;
        });
  }

  /** Names the next snippet, and its variable, as in the JShell that it is copied from. */
  void repeat(String id, Optional<String> variable) {
    givenId = Optional.of(id);
    givenVariable = variable;
  }

  /** Gives the next snippets new names. */
  void useNew() {
    givenId = Optional.empty();
    givenVariable = Optional.empty();
  }
}
