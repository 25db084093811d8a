package org.sqlflow.syntax;

import org.sqlflow.syntax.Token.Kind;

/**
 * A {@code ${name}} in the text of a cell, and where it stands.
 *
 * @param start offset of its {@code $}
 * @param end offset after its brace
 * @param name what is between the braces; empty for {@code $${}, which writes {@code ${}
 */
public record Placeholder(int start, int end, String name, Place place) {
  /** What is around a placeholder. */
  public sealed interface Place {
    /** Whether it belongs to this language's own clauses, whose strings are the same everywhere. */
    boolean inExtension();
  }

  /**
   * Outside of quotes.
   *
   * @param neighbour what it touches
   * @param afterIn whether the word IN is before it
   */
  public record Bare(boolean inExtension, Neighbour neighbour, boolean afterIn) implements Place {}

  /** What a placeholder outside of quotes touches. */
  public enum Neighbour {
    /** White space, a bracket, an operator or nothing. */
    NONE,
    /** A minus sign before it. */
    MINUS,
    /** A letter, a digit or another placeholder: they become one word. */
    WORD,
    /** A string or a quoted name. */
    QUOTE
  }

  /**
   * Inside a string or a quoted name.
   *
   * @param token the string with its quotes
   * @param prefix what is written before the first quote, such as E or {@code U&}; upper case
   * @param isWhole whether the placeholder is all of it
   * @param afterBackslash whether an odd number of backslashes is before it
   * @param endsEarly whether a database without backslash escapes ends the string earlier
   */
  public record Quoted(
      Token token,
      String prefix,
      boolean isWhole,
      boolean afterBackslash,
      boolean endsEarly,
      boolean inExtension)
      implements Place {
    /** Whether it is a name and no string. */
    public boolean isName() {
      return !token.is(Kind.STRING);
    }
  }

  /** Whether it writes <code>${</code>. */
  public boolean isEscape() {
    return name.isEmpty();
  }
}
