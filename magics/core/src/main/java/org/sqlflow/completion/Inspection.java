package org.sqlflow.completion;

import java.util.List;

/**
 * An explanation of a word.
 *
 * @param title the word and what it is
 * @param text sentences
 * @param facts names and values to show as a table
 */
public record Inspection(String title, String text, List<Fact> facts) {
  /** One line of a table. */
  public record Fact(String name, String value) {}

  /** An explanation without a table. */
  public static Inspection of(String title, String text) {
    return new Inspection(title, text, List.of());
  }
}
