package org.sqlflow.syntax;

import java.util.Collection;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Text;

/** Builds the error messages: what is allowed at a place, and what was found there. */
final class Complaints {
  private static final int LONGEST_QUOTE = 30;

  private final Scanner scanner;

  Complaints(Scanner scanner) {
    this.scanner = scanner;
  }

  /** Expected one thing, found another. */
  SyntaxException expected(String expected, Token found) {
    return at(found, Text.of("expected %s, but found %s%s", expected, name(found), hint(found)));
  }

  /** Expected one of several things; the keywords among them are suggested for a misspelled one. */
  SyntaxException expected(Collection<String> expected, Collection<String> keywords, Token found) {
    String suggestion =
        found.is(Kind.WORD)
            ? NearestName.question(scanner.text(found), keywords).map("; "::concat).orElse("")
            : "";
    String message = "expected %s, but found %s%s";
    return at(
        found, Text.of(message, Text.list(expected, "or"), name(found), suggestion + hint(found)));
  }

  /** At a token; at the cell's end, after the last visible character. */
  SyntaxException at(Token token, String message) {
    boolean end = token.is(Kind.END);
    int offset = end ? scanner.skipSpaceBack(token.start()) : token.start();
    return new SyntaxException(message, scanner.position(offset), end);
  }

  /** Something that may appear only once. */
  SyntaxException twice(String what, Token second, Position first) {
    String message = "%s appears twice; the first is at line %d:%d";
    return at(second, Text.of(message, what, first.line(), first.column()));
  }

  /** Whether an expression starts here, where only literals and names are allowed. */
  boolean isOperator(Token token) {
    return token.is(Kind.SYMBOL) && "+-*/%|(<>".contains(scanner.text(token));
  }

  /** A token as a message shows it. */
  String name(Token token) {
    if (token.is(Kind.END)) {
      return "the end of the cell";
    }
    if (scanner.isSymbol(token, ';')) {
      return "the end of the statement";
    }
    String text = shortened(scanner.text(token));
    return switch (token.kind()) {
      case STRING -> "the string " + text;
      case DOUBLE_QUOTED, BACK_QUOTED -> "the quoted " + text;
      case SYMBOL -> "'" + text + "'" + codePoint(text);
      default -> "'" + text + "'";
    };
  }

  private String hint(Token found) {
    if (!found.is(Kind.SYMBOL)) {
      return "";
    }
    return switch (scanner.text(found)) {
      case "\u201c", "\u201d", "\u201e", "\u2018", "\u2019" -> "; use the straight quotes ' and \"";
      case "\uff0c" -> "; use the comma ,";
      default -> "";
    };
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    boolean whole = line.length() == text.length();
    if (line.codePointCount(0, line.length()) > LONGEST_QUOTE) {
      return line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
    return whole ? line : line + "…";
  }

  private static String codePoint(String symbol) {
    int codePoint = symbol.codePointAt(0);
    return codePoint < ' ' || codePoint > '~' ? Text.of(" (U+%04X)", codePoint) : "";
  }
}
