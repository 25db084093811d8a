package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Token.Kind;

/** Reads the entries of a COLUMN clause. */
final class ColumnParser {
  private static final String ENTRY = "a column, *, a quoted pattern or a function of columns";
  private static final String OPERATORS = "+-*/";

  /** The function whose first argument is a trained model. */
  private static final String OF_A_MODEL = "CLUSTER";

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final ValueParser values;

  ColumnParser(Scanner scanner, TokenCursor cursor) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
    this.values = new ValueParser(scanner, cursor);
  }

  /** Entries with commas between them. */
  List<ColumnEntry> entries() {
    List<ColumnEntry> entries = new ArrayList<>();
    String after = "COLUMN";
    do {
      entries.add(entry(after));
      after = "','";
    } while (cursor.take(','));
    return List.copyOf(entries);
  }

  private ColumnEntry entry(String after) {
    Token token = cursor.peek();
    if (cursor.at('*')) {
      return star();
    }
    if (token.is(Kind.NUMBER) && scanner.isSymbol(cursor.peekSecond(), '*')) {
      return weighted();
    }
    if (token.is(Kind.STRING)) {
      return pattern();
    }
    if (!token.isName() || cursor.startsClause()) {
      throw complaints.expected(ENTRY + " after " + after, token);
    }
    return named(0);
  }

  /** {@code 2 * age} is {@code WEIGHT(age, 2)}. */
  private ColumnEntry weighted() {
    Position position = scanner.position(cursor.peek().start());
    Value weight = values.number();
    cursor.next();
    Token token = cursor.peek();
    if (cursor.at('*') || !(token.is(Kind.STRING) || token.isName()) || cursor.startsClause()) {
      throw complaints.expected(
          "a column, a quoted pattern or a function of columns after '*'", token);
    }
    ColumnEntry entry = token.is(Kind.STRING) ? pattern() : named(0);
    return new ColumnEntry.Call(
        new Name("WEIGHT", false, position),
        List.of(new Argument.Entry(entry), new Argument.Literal(weight)),
        position);
  }

  private ColumnEntry star() {
    Position position = scanner.position(cursor.next().start());
    List<Name> except = new ArrayList<>();
    if (cursor.at("EXCEPT") || cursor.at("EXCLUDE")) {
      cursor.next();
      cursor.expect('(', "and the columns to exclude");
      do {
        except.add(cursor.dottedName("a column to exclude"));
      } while (cursor.take(','));
      if (!cursor.at(')')) {
        throw complaints.expected("',' or ')'", cursor.peek());
      }
      cursor.next();
    }
    return new ColumnEntry.Star(List.copyOf(except), position);
  }

  private ColumnEntry pattern() {
    Token token = cursor.next();
    String regex = scanner.content(token);
    if (regex.isEmpty()) {
      throw complaints.at(token, "a pattern can't be empty");
    }
    return new ColumnEntry.Pattern(regex, scanner.position(token.start()));
  }

  /** A column, a quoted pattern or, where a bracket follows, a call. */
  private ColumnEntry named(int depth) {
    Token first = cursor.peek();
    if (first.is(Kind.DOUBLE_QUOTED) && !continuesName(first)) {
      return pattern();
    }
    Position position = scanner.position(first.start());
    List<Name> parts = cursor.nameParts(ENTRY);
    if (!cursor.at('(')) {
      return new ColumnEntry.Named(parts, position);
    }
    String function = parts.stream().map(Name::text).collect(Collectors.joining("."));
    boolean quoted = parts.stream().anyMatch(Name::quoted);
    return new ColumnEntry.Call(
        new Name(function, quoted, position), arguments(function, depth + 1), position);
  }

  private boolean continuesName(Token quoted) {
    int behindDot = quoted.end() + 1;
    char then = scanner.charAt(behindDot);
    boolean name = then == '"' || then == '`' || scanner.wordEnd(behindDot) > behindDot;
    return scanner.charAt(quoted.end()) == '.' && name;
  }

  private List<Argument> arguments(String function, int depth) {
    Token open = cursor.next();
    if (depth > ValueParser.DEEPEST) {
      throw complaints.at(open, "functions are nested more than " + ValueParser.DEEPEST + " deep");
    }
    List<Argument> arguments =
        function.equalsIgnoreCase(OF_A_MODEL) && cursor.peek().isName()
            ? ofModel(depth)
            : arguments(')', depth);
    if (!cursor.at(')')) {
      for (char operator : OPERATORS.toCharArray()) {
        if (cursor.at(operator)) {
          throw complaints.at(
              cursor.peek(),
              "COLUMN takes no expressions: compute it in the query (SELECT …, "
                  + function
                  + "(…) AS x), or use a column function; LOG(c) is sign(c)·log(1 + abs(c))");
        }
      }
      throw complaints.expected("',' or ')' in " + function + "(…)", cursor.peek());
    }
    cursor.next();
    return arguments;
  }

  /** The name of a model, maybe with its version, and further arguments. */
  private List<Argument> ofModel(int depth) {
    Position position = scanner.position(cursor.peek().start());
    Name model = cursor.trainedModel("a trained model");
    List<Argument> all = new ArrayList<>();
    all.add(new Argument.Entry(new ColumnEntry.Named(List.of(model), position)));
    if (cursor.take(',')) {
      all.addAll(arguments(')', depth));
    }
    return List.copyOf(all);
  }

  private List<Argument> arguments(char close, int depth) {
    List<Argument> arguments = new ArrayList<>();
    if (!cursor.at(close)) {
      do {
        arguments.add(argument(depth));
      } while (cursor.take(','));
    }
    return List.copyOf(arguments);
  }

  private Argument argument(int depth) {
    Token token = cursor.peek();
    Position position = scanner.position(token.start());
    if (cursor.at('[')) {
      return group(depth + 1, position);
    }
    if (values.atNumber()) {
      return new Argument.Literal(values.number());
    }
    if (token.is(Kind.STRING)) {
      cursor.next();
      return new Argument.Literal(new Value.Text(scanner.content(token), true, position));
    }
    if (!token.isName()) {
      throw complaints.expected("a column, a function, a number, a string or a list", token);
    }
    ColumnEntry entry = named(depth);
    if (token.is(Kind.WORD)
        && entry instanceof ColumnEntry.Named name
        && name.parts().size() == 1
        && !(ValueParser.word(name.column().text(), position) instanceof Value.Text)) {
      return new Argument.Literal(ValueParser.word(name.column().text(), position));
    }
    return new Argument.Entry(entry);
  }

  private Argument group(int depth, Position position) {
    Token open = cursor.next();
    if (depth > ValueParser.DEEPEST) {
      throw complaints.at(open, "lists are nested more than " + ValueParser.DEEPEST + " deep");
    }
    List<Argument> items = arguments(']', depth);
    if (!cursor.at(']')) {
      throw complaints.expected("',' or ']' in the list", cursor.peek());
    }
    cursor.next();
    return new Argument.Group(items, position);
  }
}
