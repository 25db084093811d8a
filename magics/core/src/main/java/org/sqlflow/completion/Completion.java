package org.sqlflow.completion;

import java.util.List;

/**
 * The ways to go on at a place.
 *
 * @param start the first character that a suggestion replaces
 * @param end behind the last one
 */
public record Completion(List<Suggestion> suggestions, int start, int end) {
  /** Nothing to offer at a place. */
  public static Completion none(int place) {
    return new Completion(List.of(), place, place);
  }
}
