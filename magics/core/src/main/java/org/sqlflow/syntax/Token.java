package org.sqlflow.syntax;

/**
 * A piece of the text, between white space and comments.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 */
public record Token(Kind kind, int start, int end) {
  /** Kinds of tokens. */
  public enum Kind {
    /** A name or a keyword without quotes. */
    WORD,
    /** What starts as a number; letters that follow at once are part of it. */
    NUMBER,
    /** {@code '…'}, {@code E'…'}, {@code q'[…]'}, {@code $$…$$} or {@code $tag$…$tag$}. */
    STRING,
    /** {@code "…"}: a name, or a string where a value stands. */
    DOUBLE_QUOTED,
    /** {@code `…`}: a name. */
    BACK_QUOTED,
    /** One character of any other kind. */
    SYMBOL,
    /** The end of the text. */
    END
  }

  /** Whether it is of a kind. */
  public boolean is(Kind other) {
    return kind == other;
  }

  /** Whether it is a name in double or back quotes. */
  public boolean isQuotedName() {
    return kind == Kind.DOUBLE_QUOTED || kind == Kind.BACK_QUOTED;
  }

  /** Whether it can be a name. */
  public boolean isName() {
    return kind == Kind.WORD || isQuotedName();
  }
}
