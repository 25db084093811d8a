package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.Statement.GroupName;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Reads the list {@code (0 = 'a name', 1 = NULL)} of ALTER MODEL … NAME GROUPS. */
final class GroupNamesParser {
  /** The most characters of a name, which tables, charts and sentences must hold. */
  static final int LONGEST = 100;

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final Map<Integer, Position> numbers = new HashMap<>();
  private final Map<String, Position> names = new HashMap<>();

  GroupNamesParser(Scanner scanner, TokenCursor cursor) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
  }

  List<GroupName> names() {
    cursor.expect('(', "and the groups' names, such as (0 = 'Regulars')");
    List<GroupName> all = new ArrayList<>();
    do {
      all.add(one());
    } while (cursor.take(','));
    if (!cursor.at(')')) {
      throw complaints.expected("',' or ')' after a group's name", cursor.peek());
    }
    cursor.next();
    return List.copyOf(all);
  }

  private GroupName one() {
    Token digits = cursor.peek();
    int number = number(digits);
    Position place = scanner.position(digits.start());
    Position first = numbers.putIfAbsent(number, place);
    if (first != null) {
      throw complaints.twice("group " + number, digits, first);
    }
    cursor.next();
    if (!cursor.at('=')) {
      throw complaints.expected(
          Text.of("'=' and a name in quotes after the group %d", number), cursor.peek());
    }
    cursor.next();
    Token token = cursor.peek();
    Position namePlace = scanner.position(token.start());
    if (cursor.at("NULL")) {
      cursor.next();
      return new GroupName(number, place, Optional.empty(), namePlace);
    }
    if (!token.is(Kind.STRING) && !token.is(Kind.DOUBLE_QUOTED)) {
      throw complaints.expected("a name in quotes, or NULL for none, after '='", token);
    }
    String name = checked(token);
    Position earlier = names.putIfAbsent(name.toLowerCase(Locale.ROOT), namePlace);
    if (earlier != null) {
      throw complaints.at(
          token,
          Text.of(
              "the name %s appears twice; the first is at line %d:%d",
              complaints.name(token).replaceFirst("^the (string|quoted) ", ""),
              earlier.line(),
              earlier.column()));
    }
    cursor.next();
    return new GroupName(number, place, Optional.of(name), namePlace);
  }

  private int number(Token digits) {
    try {
      if (digits.is(Kind.NUMBER)) {
        return Integer.parseInt(scanner.text(digits));
      }
    } catch (NumberFormatException none) {
      // Refused below, as any other token that is not a number.
    }
    throw complaints.expected("a group's number", digits);
  }

  private String checked(Token token) {
    String name = scanner.content(token);
    if (name.isBlank()) {
      throw complaints.at(token, "a group's name can't be empty; write NULL to take it away");
    }
    if (name.codePointCount(0, name.length()) > LONGEST) {
      throw complaints.at(token, "a group's name has at most " + LONGEST + " characters");
    }
    return name;
  }
}
