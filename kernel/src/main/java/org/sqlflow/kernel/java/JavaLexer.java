package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.kernel.java.JavaToken.Kind;

/**
 * Splits Java source into tokens, without comments. Never fails, even if the source is not Java.
 */
public final class JavaLexer {
  private final String source;
  private final List<JavaToken> tokens = new ArrayList<>();
  private int at;

  private JavaLexer(String source) {
    this.source = source;
  }

  /** The tokens of a source. */
  public static List<JavaToken> tokens(String source) {
    JavaLexer lexer = new JavaLexer(source);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (source.startsWith("//", at)) {
        at = endOf("\n", at);
      } else if (source.startsWith("/*", at)) {
        at = endOf("*/", at + 2);
      } else if (source.startsWith("\"\"\"", at)) {
        add(Kind.STRING, endOfQuoted("\"\"\"", at + 3));
      } else if (c == '"') {
        add(Kind.STRING, endOfQuoted("\"", at + 1));
      } else if (c == '\'') {
        add(Kind.CHARACTER, endOfQuoted("'", at + 1));
      } else if (Character.isJavaIdentifierStart(c) || Character.isHighSurrogate(c)) {
        add(Kind.WORD, endOfWord());
      } else if (Character.isDigit(c) || (c == '.' && digitFollows())) {
        add(Kind.NUMBER, endOfNumber());
      } else {
        add(Kind.SYMBOL, at + Character.charCount(source.codePointAt(at)));
      }
    }
  }

  private void add(Kind kind, int end) {
    tokens.add(new JavaToken(kind, source.substring(at, end), at));
    at = end;
  }

  private int endOf(String mark, int from) {
    int found = source.indexOf(mark, from);
    return found < 0 ? source.length() : found + mark.length();
  }

  private int endOfQuoted(String quote, int from) {
    boolean oneLine = quote.length() == 1;
    int i = from;
    while (i < source.length()) {
      if (source.charAt(i) == '\\') {
        i += 2;
      } else if (source.startsWith(quote, i)) {
        return i + quote.length();
      } else if (oneLine && source.charAt(i) == '\n') {
        return i;
      } else {
        i++;
      }
    }
    return source.length();
  }

  private int endOfWord() {
    int i = at;
    while (i < source.length() && Character.isJavaIdentifierPart(source.codePointAt(i))) {
      i += Character.charCount(source.codePointAt(i));
    }
    return Math.max(i, at + Character.charCount(source.codePointAt(at)));
  }

  private boolean digitFollows() {
    boolean afterName =
        !tokens.isEmpty()
            && tokens.get(tokens.size() - 1).end() == at
            && tokens.get(tokens.size() - 1).kind() != Kind.SYMBOL;
    return !afterName && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
  }

  private int endOfNumber() {
    int i = at;
    while (i < source.length()) {
      char c = source.charAt(i);
      char previous = i == at ? ' ' : Character.toLowerCase(source.charAt(i - 1));
      boolean sign = (c == '+' || c == '-') && (previous == 'e' || previous == 'p');
      boolean hex = source.startsWith("0x", at) || source.startsWith("0X", at);
      if (!Character.isLetterOrDigit(c)
          && c != '_'
          && c != '.'
          && !(sign && (!hex || previous == 'p'))) {
        break;
      }
      i++;
    }
    return i;
  }
}
