package org.sqlflow.syntax;

/**
 * A piece of the text that comments and white space set apart.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 */
record Token(Kind kind, int start, int end) {
  enum Kind {
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

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isQuotedName() {
    return kind == Kind.DOUBLE_QUOTED || kind == Kind.BACK_QUOTED;
  }

  boolean isName() {
    return kind == Kind.WORD || isQuotedName();
  }
}
