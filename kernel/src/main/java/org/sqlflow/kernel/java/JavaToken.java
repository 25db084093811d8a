package org.sqlflow.kernel.java;

/**
 * A piece of Java source.
 *
 * @param kind the kind of token
 * @param text as written; a symbol is one character
 * @param start the position of its first character, from 0
 */
public record JavaToken(Kind kind, String text, int start) {
  /** The kind of a token. */
  public enum Kind {
    /** A name or a keyword. */
    WORD,
    /** A number. */
    NUMBER,
    /** A string or a text block, with its quotes. */
    STRING,
    /** A character with its quotes. */
    CHARACTER,
    /** One character of an operator, a bracket or a separator. */
    SYMBOL
  }

  /** The position after its last character. */
  public int end() {
    return start + text.length();
  }

  /** Whether it is this word or symbol. */
  public boolean is(String wordOrSymbol) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(wordOrSymbol);
  }
}
