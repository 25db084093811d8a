package org.sqlflow.syntax;

import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/**
 * Finds the tokens of a cell: the same ones in standard SQL and in the extension, so that strings,
 * quoted names and comments mean one thing throughout.
 *
 * <p>A backslash in a string is an ordinary character, as the standard says. Only where a quote
 * follows an odd number of them and a letter follows the quote ({@code 'it\'s'}) does it keep the
 * quote inside: no standard statement puts a letter there.
 */
final class Scanner {
  private final String text;
  private final Lines lines;

  Scanner(String text) {
    this.text = text;
    this.lines = Lines.of(text);
  }

  String text(int start, int end) {
    return text.substring(start, end);
  }

  String text(Token token) {
    return text.substring(token.start(), token.end());
  }

  Position position(int offset) {
    return lines.position(offset);
  }

  boolean isWord(Token token, String keyword) {
    return token.is(Kind.WORD)
        && token.end() - token.start() == keyword.length()
        && text.regionMatches(true, token.start(), keyword, 0, keyword.length());
  }

  boolean isSymbol(Token token, char symbol) {
    return token.is(Kind.SYMBOL) && text.charAt(token.start()) == symbol;
  }

  /** The character at an offset, or 0 behind the end. */
  char charAt(int offset) {
    return offset >= 0 && offset < text.length() ? text.charAt(offset) : 0;
  }

  /** The first offset from here on that is no white space. */
  int skipSpace(int from) {
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Behind the last character before this offset that is no white space. */
  int skipSpaceBack(int to) {
    int i = to;
    while (i > 0 && isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** The token at an offset or, over white space and comments, the next one. */
  Token tokenAt(int from) {
    int start = skipBlank(from);
    if (start >= text.length()) {
      return new Token(Kind.END, text.length(), text.length());
    }
    char c = text.charAt(start);
    if (c == '\'') {
      return quoted(Kind.STRING, start);
    }
    if (c == '"') {
      return quoted(Kind.DOUBLE_QUOTED, start);
    }
    if (c == '`') {
      return quoted(Kind.BACK_QUOTED, start);
    }
    if (isDigit(c) || (c == '.' && isDigit(charAt(start + 1)))) {
      return new Token(Kind.NUMBER, start, numberEnd(start));
    }
    if (startsWord(text.codePointAt(start))) {
      return word(start);
    }
    if (c == '$' && dollarTagEnd(start) > 0) {
      return dollarQuoted(start);
    }
    return new Token(Kind.SYMBOL, start, start + Character.charCount(text.codePointAt(start)));
  }

  /** Behind the last character of a word from here on, which may start with a digit. */
  int wordEnd(int from) {
    int i = from;
    while (i < text.length() && continuesWord(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  /** A string's or a quoted name's content; any other token as it stands. */
  String content(Token token) {
    return Content.of(text(token), token.kind());
  }

  boolean startsComment(int offset) {
    return (charAt(offset) == '-' && charAt(offset + 1) == '-')
        || (charAt(offset) == '/' && charAt(offset + 1) == '*');
  }

  private int skipBlank(int from) {
    int i = skipSpace(from);
    while (startsComment(i)) {
      i = skipSpace(text.charAt(i) == '-' ? lineCommentEnd(i) : blockCommentEnd(i));
    }
    return i;
  }

  private int lineCommentEnd(int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  private int blockCommentEnd(int start) {
    int depth = 1;
    int i = start + 2;
    while (depth > 0) {
      if (i >= text.length()) {
        throw neverClosed("comment", "*/", start);
      }
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else {
        i++;
      }
    }
    return i;
  }

  private Token word(int start) {
    int end = wordEnd(start);
    if (end == start + 1 && charAt(end) == '\'') {
      switch (text.charAt(start)) {
        case 'e', 'E' -> {
          return escapeString(start);
        }
        case 'q', 'Q' -> {
          return bracketString(start);
        }
        default -> {
          // An ordinary string follows: N'…', X'…', B'…'.
        }
      }
    }
    return new Token(Kind.WORD, start, end);
  }

  private Token quoted(Kind kind, int start) {
    char quote = text.charAt(start);
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == quote) {
        if (charAt(i + 1) == quote) {
          i++;
        } else if (quote == '`' || !keptByBackslash(start + 1, i)) {
          return new Token(kind, start, i + 1);
        }
      }
    }
    throw neverClosed(kind == Kind.STRING ? "string" : "quoted name", String.valueOf(quote), start);
  }

  private boolean keptByBackslash(int contentStart, int quote) {
    int i = quote;
    while (i > contentStart && text.charAt(i - 1) == '\\') {
      i--;
    }
    boolean odd = (quote - i) % 2 == 1;
    return odd && quote + 1 < text.length() && continuesWord(text.codePointAt(quote + 1));
  }

  private Token escapeString(int start) {
    int i = start + 2;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\'' && charAt(i + 1) != '\'') {
        return new Token(Kind.STRING, start, i + 1);
      }
      i += c == '\\' || c == '\'' ? 2 : 1;
    }
    throw neverClosed("string", "'", start);
  }

  /** Oracle's {@code q'[…]'}. */
  private Token bracketString(int start) {
    int bracket = "([{<".indexOf(charAt(start + 2));
    String close = (bracket < 0 ? charAt(start + 2) : ")]}>".charAt(bracket)) + "'";
    int end = text.indexOf(close, start + 3);
    if (end < 0) {
      throw neverClosed("string", close, start);
    }
    return new Token(Kind.STRING, start, end + close.length());
  }

  private Token dollarQuoted(int start) {
    String tag = text.substring(start, dollarTagEnd(start));
    int close = text.indexOf(tag, start + tag.length());
    if (close < 0) {
      throw neverClosed("string", tag, start);
    }
    return new Token(Kind.STRING, start, close + tag.length());
  }

  /** Behind {@code $$} or {@code $tag$}, or -1 where none starts. */
  private int dollarTagEnd(int start) {
    int i = start + 1;
    if (i < text.length() && startsWord(text.codePointAt(i))) {
      while (i < text.length() && text.charAt(i) != '$' && continuesWord(text.codePointAt(i))) {
        i += Character.charCount(text.codePointAt(i));
      }
    }
    return charAt(i) == '$' ? i + 1 : -1;
  }

  private int numberEnd(int start) {
    int i = digitsEnd(start);
    if (charAt(i) == '.') {
      i = digitsEnd(i + 1);
    }
    if (charAt(i) == 'e' || charAt(i) == 'E') {
      int exponent = charAt(i + 1) == '-' || charAt(i + 1) == '+' ? i + 2 : i + 1;
      i = isDigit(charAt(exponent)) ? digitsEnd(exponent) : i;
    }
    return wordEnd(i);
  }

  private int digitsEnd(int start) {
    int i = start;
    while (isDigit(charAt(i))) {
      i++;
    }
    return i;
  }

  private SyntaxException neverClosed(String what, String missing, int start) {
    String message =
        Text.of("the %s that begins here is never closed: its %s is missing", what, missing);
    return new SyntaxException(message, position(start), true);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  static boolean startsWord(int codePoint) {
    return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
  }

  private static boolean continuesWord(int codePoint) {
    return codePoint == '$'
        || (Character.isUnicodeIdentifierPart(codePoint)
            && !Character.isIdentifierIgnorable(codePoint));
  }
}
