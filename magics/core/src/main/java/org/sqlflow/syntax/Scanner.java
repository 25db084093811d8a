package org.sqlflow.syntax;

import java.util.Locale;
import java.util.Set;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/**
 * Finds the tokens of a cell. Strings and comments of SQL follow the database's {@link
 * LexicalRules}; {@link #ofExtension} reads the text after TO, whose strings are the same on every
 * database.
 *
 * <p>Without backslash escapes a backslash in a string is an ordinary character. One case is an
 * exception: in {@code 'it\'s'} a letter follows the quote directly, and no SQL keyword starts
 * there. Such a quote is taken as escaped, since that is what its author means.
 */
public final class Scanner {
  /** Keywords that can follow a string without white space between. */
  private static final Set<String> AFTER_STRING =
      Set.of(
          "AND",
          "AS",
          "ASC",
          "BETWEEN",
          "COLLATE",
          "DESC",
          "ELSE",
          "END",
          "ESCAPE",
          "EXCEPT",
          "FROM",
          "GROUP",
          "HAVING",
          "ILIKE",
          "IN",
          "INTERSECT",
          "INTO",
          "IS",
          "LIKE",
          "LIMIT",
          "NOT",
          "ON",
          "OR",
          "ORDER",
          "OVER",
          "QUALIFY",
          "THEN",
          "TO",
          "UNION",
          "USING",
          "WHEN",
          "WHERE",
          "WITH");

  private final String text;
  private final Lines lines;
  private final LexicalRules rules;
  private final boolean extension;

  /** A scanner of SQL by the default rules. */
  public Scanner(String text) {
    this(text, LexicalRules.STANDARD);
  }

  /** A scanner of SQL. */
  public Scanner(String text, LexicalRules rules) {
    this(text, Lines.of(text), rules, false);
  }

  private Scanner(String text, Lines lines, LexicalRules rules, boolean extension) {
    this.text = text;
    this.lines = lines;
    this.rules = rules;
    this.extension = extension;
  }

  /** The same text with the strings of this language's own clauses and commands. */
  public Scanner ofExtension() {
    return extension ? this : new Scanner(text, lines, rules, true);
  }

  /** The text between two offsets. */
  public String text(int start, int end) {
    return text.substring(start, end);
  }

  /** A token as written. */
  public String text(Token token) {
    return text.substring(token.start(), token.end());
  }

  /** The line and column of an offset. */
  public Position position(int offset) {
    return lines.position(offset);
  }

  /** Whether a token is a keyword, in any case. */
  public boolean isWord(Token token, String keyword) {
    return token.is(Kind.WORD)
        && token.end() - token.start() == keyword.length()
        && text.regionMatches(true, token.start(), keyword, 0, keyword.length());
  }

  /** Whether a token is a symbol. */
  public boolean isSymbol(Token token, char symbol) {
    return token.is(Kind.SYMBOL) && text.charAt(token.start()) == symbol;
  }

  /** The character at an offset, or 0 after the end. */
  public char charAt(int offset) {
    return offset >= 0 && offset < text.length() ? text.charAt(offset) : 0;
  }

  /** The first offset from here on that is not white space. */
  int skipSpace(int from) {
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The offset after the last character before this offset that is not white space. */
  int skipSpaceBack(int to) {
    int i = to;
    while (i > 0 && isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** The token at an offset or, over white space and comments, the next one. */
  public Token tokenAt(int from) {
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
    if (c == '$' && (extension || rules.dollarStrings()) && dollarTagEnd(start) > 0) {
      return dollarQuoted(start);
    }
    return new Token(Kind.SYMBOL, start, start + Character.charCount(text.codePointAt(start)));
  }

  /** 1 for an opening bracket, -1 for a closing one, else 0. */
  public int step(Token token) {
    if (!token.is(Kind.SYMBOL)) {
      return 0;
    }
    return switch (charAt(token.start())) {
      case '(', '[', '{' -> 1;
      case ')', ']', '}' -> -1;
      default -> 0;
    };
  }

  /** The end of the word that starts here, maybe with a digit; the offset itself without one. */
  public int wordEnd(int from) {
    int i = from;
    while (i < text.length() && continuesWord(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  /** A string's or a quoted name's content; any other token unchanged. */
  public String content(Token token) {
    return content(text(token), token.kind());
  }

  boolean startsComment(int offset) {
    return switch (charAt(offset)) {
      case '-' -> charAt(offset + 1) == '-' && (!rules.spacedDashes() || isBlankOrEnd(offset + 2));
      case '/' -> charAt(offset + 1) == '*';
      case '#' -> rules.hashComments();
      default -> false;
    };
  }

  private boolean isBlankOrEnd(int offset) {
    char c = charAt(offset);
    return offset >= text.length() || isSpace(c) || Character.isISOControl(c);
  }

  private int skipBlank(int from) {
    int i = skipSpace(from);
    while (startsComment(i)) {
      i = skipSpace(text.charAt(i) == '/' ? blockCommentEnd(i) : lineCommentEnd(i));
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
      if (rules.nestedComments() && text.startsWith("/*", i)) {
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
    boolean escapes = !extension && rules.backslashEscapes() && quote != '`';
    for (int i = start + 1; i < text.length(); i++) {
      if (escapes && text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        if (charAt(i + 1) == quote) {
          i++;
        } else if (escapes || quote == '`' || !keptByBackslash(start + 1, i)) {
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
    int wordEnd = wordEnd(quote + 1);
    return odd
        && wordEnd > quote + 1
        && (extension
            || !AFTER_STRING.contains(text.substring(quote + 1, wordEnd).toUpperCase(Locale.ROOT)));
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

  /** The offset after {@code $$} or {@code $tag$}, or -1 where none starts. */
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
        Text.of("the %s that starts here is never closed: its %s is missing", what, missing);
    return new SyntaxException(message, position(start), true);
  }

  private static String content(String text, Token.Kind kind) {
    return switch (kind) {
      case BACK_QUOTED -> inner(text).replace("``", "`");
      case DOUBLE_QUOTED -> quoted(inner(text), "\"");
      case STRING ->
          switch (text.charAt(0)) {
            case '$' -> dollarQuoted(text);
            case '\'' -> quoted(inner(text), "'");
            case 'q', 'Q' -> text.substring(3, text.length() - 2);
            default -> escaped(text.substring(2, text.length() - 1));
          };
      default -> text;
    };
  }

  private static String inner(String text) {
    return text.substring(1, text.length() - 1);
  }

  private static String quoted(String inner, String quote) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      boolean dropped =
          inner.startsWith(quote + quote, i)
              || (inner.charAt(i) == '\\' && onlyQuoteFollows(inner, i + 1, quote));
      if (dropped) {
        i++;
      }
      content.append(inner.charAt(i));
    }
    return content.toString();
  }

  /**
   * A lone quote inside was escaped by the backslash before it, which is not part of the content.
   */
  private static boolean onlyQuoteFollows(String inner, int i, String quote) {
    return inner.startsWith(quote, i) && !inner.startsWith(quote + quote, i);
  }

  private static String dollarQuoted(String text) {
    int tag = text.indexOf('$', 1) + 1;
    return text.substring(tag, text.length() - tag);
  }

  private static String escaped(String inner) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        i++;
        content.append(escape(inner.charAt(i)));
      } else {
        content.append(c);
        i += inner.startsWith("''", i) ? 1 : 0;
      }
    }
    return content.toString();
  }

  private static char escape(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> letter;
    };
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
