package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Reads the clauses of one extension, in any order, and holds what they say. */
final class Clauses {
  /** A table's name at its longest: catalog, schema, table. */
  static final int TABLE_PARTS = 3;

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final Operation operation;

  private final Map<Clause, Position> seen = new EnumMap<>(Clause.class);
  private final Map<String, Position> attributeNames = new HashMap<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<ColumnClause> columns = new ArrayList<>();
  private Optional<Name> label = Optional.empty();
  private Optional<Name> using = Optional.empty();
  private List<Name> into = List.of();

  /** What could go on with the clause read last. */
  private List<String> continuations = List.of();

  Clauses(Scanner scanner, TokenCursor cursor, Operation operation) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
    this.operation = operation;
  }

  List<Attribute> attributes() {
    return List.copyOf(attributes);
  }

  List<ColumnClause> columns() {
    return List.copyOf(columns);
  }

  Optional<Name> label() {
    return label;
  }

  Optional<Name> using() {
    return using;
  }

  /** A model's name in one part, or a table's name in up to three. */
  List<Name> into() {
    return into;
  }

  /** Reads up to the statement's end. */
  void read() {
    while (!cursor.atStatementEnd()) {
      Token word = cursor.peek();
      Clause clause = Clause.at(scanner, word).orElseThrow(() -> unexpected(word));
      if (!operation.clauses().contains(clause)) {
        String takes = Complaints.list(operation.clauses(), "and");
        String message = "TO %s takes no %s; it takes %s";
        throw complaints.at(word, Text.of(message, operation, clause, takes));
      }
      Position first = seen.putIfAbsent(clause, scanner.position(word.start()));
      if (first != null && clause != Clause.COLUMN) {
        throw complaints.twice(clause.name(), word, first);
      }
      cursor.next();
      continuations = List.of();
      read(clause, word, first != null);
    }
    operation
        .required()
        .filter(clause -> !seen.containsKey(clause))
        .ifPresent(
            clause -> {
              String message = "TO %s needs %s and %s";
              String what = operation.describe(clause);
              throw complaints.at(cursor.peek(), Text.of(message, operation, clause, what));
            });
  }

  private void read(Clause clause, Token word, boolean again) {
    String what = Text.of("%s after %s", operation.describe(clause), clause);
    switch (clause) {
      case WITH -> readWith(what);
      case COLUMN -> readColumn(word, again);
      case LABEL -> readLabel(what);
      case USING -> using = Optional.of(cursor.modelName(what));
      case INTO ->
          into =
              operation == Operation.TRAIN
                  ? List.of(cursor.modelName(what))
                  : tableName(what, TABLE_PARTS);
    }
  }

  private SyntaxException unexpected(Token found) {
    boolean mayEnd = operation.required().map(seen::containsKey).orElse(true);
    if (mayEnd && Splitter.startsStatement(scanner, found)) {
      String message = "expected ';' between two statements, but found %s";
      return complaints.at(found, Text.of(message, complaints.name(found)));
    }
    List<String> keywords = new ArrayList<>();
    operation.clauses().stream()
        .filter(clause -> !seen.containsKey(clause) || clause == Clause.COLUMN)
        .forEach(clause -> keywords.add(clause.name()));
    List<String> expected = new ArrayList<>(keywords);
    expected.addAll(continuations);
    if (mayEnd) {
      expected.add("the end of the statement");
    }
    keywords.addAll(continuations);
    return complaints.expected(expected, keywords, found);
  }

  private void readWith(String what) {
    Token first = cursor.peek();
    if (!first.is(Kind.WORD) || cursor.startsClause()) {
      boolean quoted = scanner.isSymbol(cursor.peekSecond(), '=');
      String remedy = quoted ? "; an attribute's name takes no quotes" : "";
      String message = "expected %s, but found %s%s";
      throw complaints.at(first, Text.of(message, what, complaints.name(first), remedy));
    }
    boolean more = true;
    while (more) {
      readAttribute();
      if (complaints.isOperator(cursor.peek())) {
        String message = "a value stands as it is and can't be computed, but found %s";
        throw complaints.at(cursor.peek(), Text.of(message, complaints.name(cursor.peek())));
      }
      boolean comma = cursor.take(',');
      more = startsAttribute() || (comma && endsInWord());
    }
    continuations = List.of("another attribute");
  }

  private boolean startsAttribute() {
    return cursor
        .dottedWord()
        .filter(name -> scanner.isSymbol(scanner.tokenAt(name.end()), '='))
        .isPresent();
  }

  /** Whether one word is all that is left: an attribute that is not yet written out. */
  private boolean endsInWord() {
    return cursor.peek().is(Kind.WORD) && cursor.peekSecond().is(Kind.END);
  }

  private void readAttribute() {
    Token word = cursor.dottedWord().orElseThrow();
    String text = scanner.text(word);
    Position position = scanner.position(word.start());
    cursor.moveTo(word.end());
    if (!cursor.at('=')) {
      throw complaints.expected("'=' and a value after the attribute " + text, cursor.peek());
    }
    cursor.next();
    Value value = new ValueParser(scanner, cursor).value();
    Position first = attributeNames.putIfAbsent(text.toLowerCase(Locale.ROOT), position);
    if (first != null) {
      throw complaints.twice("the attribute " + text, word, first);
    }
    attributes.add(new Attribute(new Name(text, false, position), value));
  }

  private void readColumn(Token keyword, boolean again) {
    List<ColumnEntry> entries = new ColumnParser(scanner, cursor).entries();
    Optional<Name> target = Optional.empty();
    Token behind = cursor.peek();
    if (complaints.isOperator(behind)) {
      String message =
          "COLUMN takes no expressions, but found %s; compute it in the query before TO";
      throw complaints.at(behind, Text.of(message, complaints.name(behind)));
    }
    if (cursor.at("FOR")) {
      cursor.next();
      target = Optional.of(cursor.dottedName("the target's name after FOR"));
    } else if (again && (cursor.atStatementEnd() || Clause.at(scanner, behind).isPresent())) {
      throw complaints.expected("',' or FOR and the second COLUMN's target", behind);
    }
    continuations = target.isEmpty() ? List.of("','", "FOR") : List.of();
    columns.add(new ColumnClause(entries, target, scanner.position(keyword.start())));
  }

  private void readLabel(String what) {
    Token token = cursor.peek();
    if (token.is(Kind.STRING)) {
      cursor.next();
      label = Optional.of(new Name(scanner.content(token), true, scanner.position(token.start())));
    } else {
      label = Optional.of(cursor.dottedName(what));
    }
    if (cursor.at(',')) {
      throw complaints.at(cursor.peek(), "LABEL takes one column; remove ','");
    }
  }

  private List<Name> tableName(String what, int most) {
    Token first = cursor.peek();
    List<Name> parts = cursor.nameParts(what);
    if (parts.size() > most) {
      String message = "a table's name has at most three parts: catalog.schema.table";
      throw complaints.at(first, message);
    }
    return parts;
  }
}
