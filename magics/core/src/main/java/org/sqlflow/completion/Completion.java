package org.sqlflow.completion;

import java.util.List;

/**
 * The suggestions for a place.
 *
 * @param start the first character that a suggestion replaces
 * @param end the end of the replaced text
 */
public record Completion(List<Suggestion> suggestions, int start, int end) {
  /**
   * A suggestion.
   *
   * @param text the text to insert
   * @param type what it is, in one word: keyword, estimator, attribute, value, function, table,
   *     column, model or option
   */
  public record Suggestion(String text, String type) {}

  /** No suggestions. */
  public static Completion none(int place) {
    return new Completion(List.of(), place, place);
  }
}
