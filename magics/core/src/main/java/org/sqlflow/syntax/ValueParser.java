package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Reads the literals of attributes and of column functions. */
final class ValueParser {
  /** The deepest nesting; it bounds the recursion. */
  static final int DEEPEST = 100;

  private static final String VALUE =
      "a value (a number, a string, a word, TRUE, FALSE, NULL or a list in [ ])";
  private static final Pattern WHOLE = Pattern.compile("[0-9]+");
  private static final Pattern REAL =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;

  ValueParser(Scanner scanner, TokenCursor cursor) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
  }

  /** The value of an attribute. */
  Value value() {
    return value(0);
  }

  /** Whether a number starts here, with or without a sign. */
  boolean atNumber() {
    return cursor.peek().is(Kind.NUMBER) || cursor.at('-') || cursor.at('+');
  }

  Value number() {
    Token first = cursor.peek();
    boolean negative = cursor.at('-');
    if (negative || cursor.at('+')) {
      cursor.next();
    }
    Token digits = cursor.peek();
    if (!digits.is(Kind.NUMBER)) {
      throw complaints.expected("a number after the sign", digits);
    }
    cursor.next();
    String text = scanner.text(digits);
    Token following = cursor.peek();
    boolean glued = following.is(Kind.NUMBER) && following.start() == digits.end();
    if (glued || !REAL.matcher(text).matches()) {
      String whole = glued ? text + scanner.text(following) : text;
      throw complaints.at(digits, Text.of("'%s' is not a number; put text in quotes", whole));
    }
    return literal(negative ? "-" + text : text, digits, scanner.position(first.start()));
  }

  /** TRUE, FALSE or NULL, or the word as text. */
  static Value word(String text, Position position) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return new Value.Truth(text.equalsIgnoreCase("true"), position);
    }
    return text.equalsIgnoreCase("null")
        ? new Value.Null(position)
        : new Value.Text(text, false, position);
  }

  private Value literal(String signed, Token digits, Position position) {
    if (WHOLE.matcher(scanner.text(digits)).matches()) {
      try {
        return new Value.Whole(Long.parseLong(signed), position);
      } catch (NumberFormatException tooLarge) {
        return new Value.Real(Double.parseDouble(signed), position);
      }
    }
    double real = Double.parseDouble(signed);
    if (Double.isInfinite(real)) {
      throw complaints.at(digits, Text.of("'%s' is beyond the range of a double", signed));
    }
    return new Value.Real(real, position);
  }

  private Value value(int depth) {
    Token token = cursor.peek();
    Position position = scanner.position(token.start());
    if (cursor.at('[')) {
      return items(depth + 1, position);
    }
    if (atNumber()) {
      return number();
    }
    if (token.is(Kind.STRING) || token.is(Kind.DOUBLE_QUOTED)) {
      cursor.next();
      return new Value.Text(scanner.content(token), true, position);
    }
    if (!token.is(Kind.WORD) || cursor.startsClause()) {
      throw complaints.expected(VALUE, token);
    }
    return bareWord(position);
  }

  private Value bareWord(Position position) {
    Token word = cursor.dottedWord().orElseThrow();
    cursor.moveTo(word.end());
    Token following = cursor.peek();
    boolean glued = following.is(Kind.SYMBOL) && following.start() == word.end();
    Token number = scanner.tokenAt(following.end());
    if (glued && scanner.isSymbol(following, '@') && isVersion(number, following.end())) {
      cursor.moveTo(number.end());
      return new Value.Text(scanner.text(word.start(), number.end()), false, position);
    }
    if (glued && "-/:+*(@%".contains(scanner.text(following))) {
      String message = "a value that contains %s needs quotes";
      throw complaints.at(following, Text.of(message, complaints.name(following)));
    }
    return word(scanner.text(word), position);
  }

  /** The version of a model follows its name at once: {@code m@2}. */
  private boolean isVersion(Token number, int at) {
    return number.is(Kind.NUMBER)
        && number.start() == at
        && scanner.text(number).matches("[1-9]\\d{0,8}");
  }

  private Value items(int depth, Position position) {
    if (depth > DEEPEST) {
      throw complaints.at(cursor.peek(), "lists are nested more than " + DEEPEST + " deep");
    }
    cursor.next();
    List<Value> values = new ArrayList<>();
    if (!cursor.at(']')) {
      do {
        values.add(value(depth));
      } while (cursor.take(','));
    }
    if (!cursor.at(']')) {
      throw complaints.expected("',' or ']' in the list", cursor.peek());
    }
    cursor.next();
    return new Value.Items(List.copyOf(values), position);
  }
}
