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
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Token.Kind;

/** Reads what follows a query, from TO to the statement's end. For one statement. */
final class ExtensionParser {
  private static final int TABLE_PARTS = 3;

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final StandardSql query;

  private final Map<Clause, Position> seen = new EnumMap<>(Clause.class);
  private final Map<String, Position> attributeNames = new HashMap<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<ColumnClause> columns = new ArrayList<>();
  private Optional<Name> label = Optional.empty();
  private Optional<Name> using = Optional.empty();
  private List<Name> into = List.of();

  /** What could go on with the clause read last. */
  private List<String> continuations = List.of();

  ExtensionParser(Scanner scanner, TokenCursor cursor, StandardSql query) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
    this.query = query;
  }

  Statement.Extended parse() {
    cursor.next();
    Operation operation = operation();
    return switch (operation) {
      case TRAIN -> train();
      case PREDICT -> predict();
      case EVALUATE -> evaluate();
      case EXPLAIN -> explain();
      case RUN, MAXIMIZE, MINIMIZE -> throw new IllegalStateException(operation.name());
    };
  }

  private Operation operation() {
    Token token = cursor.peek();
    Operation operation =
        Operation.at(scanner, token)
            .orElseThrow(
                () ->
                    complaints.expected(
                        List.of("TRAIN", "PREDICT", "EVALUATE", "EXPLAIN after TO"),
                        Operation.names(),
                        token));
    operation
        .instead()
        .ifPresent(
            instead -> {
              String message = "TO %s of SQLFlow is no part of this language: %s";
              throw complaints.at(token, message.formatted(operation, instead));
            });
    cursor.next();
    return operation;
  }

  private Statement.Train train() {
    Name estimator = cursor.modelName("the name of an estimator after TO TRAIN");
    clauses(Operation.TRAIN);
    require(Clause.INTO, "TO TRAIN needs INTO and a name to keep the model under");
    return new Statement.Train(
        text(),
        query.position(),
        query,
        estimator,
        List.copyOf(attributes),
        List.copyOf(columns),
        label,
        using,
        into.get(0));
  }

  private Statement.Predict predict() {
    Token first = cursor.peek();
    List<Name> target =
        tableName("a table and a column, as in t.c, after TO PREDICT", TABLE_PARTS + 1);
    if (target.size() == 1) {
      String found = complaints.name(first);
      String message =
          "expected table.column after TO PREDICT, the table to write and the column for the"
              + " result, but found %s alone";
      throw complaints.at(first, message.formatted(found));
    }
    if (cursor.at(',')) {
      throw complaints.at(cursor.peek(), "TO PREDICT writes one column; remove ','");
    }
    clauses(Operation.PREDICT);
    require(Clause.USING, "TO PREDICT needs USING and the name of a trained model");
    int last = target.size() - 1;
    return new Statement.Predict(
        text(),
        query.position(),
        query,
        target.subList(0, last),
        target.get(last),
        List.copyOf(attributes),
        using.orElseThrow());
  }

  private Statement.Evaluate evaluate() {
    Name model = cursor.modelName("the name of a model after TO EVALUATE");
    clauses(Operation.EVALUATE);
    return new Statement.Evaluate(
        text(), query.position(), query, model, List.copyOf(attributes), label, into);
  }

  private Statement.Explain explain() {
    Name model = cursor.modelName("the name of a model after TO EXPLAIN");
    clauses(Operation.EXPLAIN);
    return new Statement.Explain(
        text(), query.position(), query, model, List.copyOf(attributes), using, into);
  }

  private void clauses(Operation operation) {
    while (!cursor.atStatementEnd()) {
      Token word = cursor.peek();
      Clause clause = Clause.at(scanner, word).orElseThrow(() -> unexpected(operation, word));
      if (!operation.clauses().contains(clause)) {
        String message = "TO %s takes no %s; it takes %s";
        String takes = Complaints.list(operation.clauses(), "and");
        throw complaints.at(word, message.formatted(operation, clause, takes));
      }
      Position before = seen.putIfAbsent(clause, scanner.position(word.start()));
      if (before != null && clause != Clause.COLUMN) {
        String message = "%s stands twice; the first is in line %d, column %d";
        throw complaints.at(word, message.formatted(clause, before.line(), before.column()));
      }
      cursor.next();
      continuations = List.of();
      switch (clause) {
        case WITH -> with();
        case COLUMN -> column(before != null, word);
        case LABEL -> label();
        case USING -> using = Optional.of(cursor.modelName(usingWhat(operation)));
        case INTO -> into(operation);
      }
    }
  }

  private SyntaxException unexpected(Operation operation, Token found) {
    List<String> keywords =
        operation.clauses().stream()
            .filter(c -> !seen.containsKey(c) || c == Clause.COLUMN)
            .map(Clause::name)
            .toList();
    List<String> expected = new ArrayList<>(keywords);
    expected.addAll(continuations);
    if (mayEnd(operation)) {
      expected.add("the end of the statement");
    }
    if (Splitter.startsStatement(scanner, found) && mayEnd(operation)) {
      String message = "expected ';' between two statements, but found %s";
      return complaints.at(found, message.formatted(complaints.name(found)));
    }
    return complaints.expected(expected, keywords, found);
  }

  private boolean mayEnd(Operation operation) {
    return switch (operation) {
      case TRAIN -> seen.containsKey(Clause.INTO);
      case PREDICT -> seen.containsKey(Clause.USING);
      default -> true;
    };
  }

  private void with() {
    boolean named = cursor.peek().is(Kind.WORD) && !cursor.startsClause();
    if (!named) {
      throw complaints.expected("an attribute (name = value) after WITH", cursor.peek());
    }
    boolean more = true;
    while (more) {
      attribute();
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

  private void attribute() {
    Token word = cursor.dottedWord().orElseThrow();
    String text = scanner.text(word);
    Position position = scanner.position(word.start());
    cursor.moveTo(word.end());
    if (!cursor.at('=')) {
      throw complaints.expected("'=' and a value after the attribute " + text, cursor.peek());
    }
    cursor.next();
    Value value = new ValueParser(scanner, cursor).value();
    Position before = attributeNames.putIfAbsent(text.toLowerCase(Locale.ROOT), position);
    if (before != null) {
      String message = "the attribute %s stands twice; the first is in line %d, column %d";
      throw complaints.at(word, message.formatted(text, before.line(), before.column()));
    }
    attributes.add(new Attribute(new Name(text, false, position), value));
  }

  private void column(boolean another, Token keyword) {
    List<ColumnEntry> entries = new ColumnParser(scanner, cursor).entries();
    Optional<Name> target = Optional.empty();
    if (cursor.at("FOR")) {
      cursor.next();
      target = Optional.of(cursor.dottedName("the target's name after FOR"));
    } else if (another && cursor.atStatementEnd()) {
      throw complaints.at(cursor.peek(), "a second COLUMN needs FOR and a target");
    } else if (another && Clause.at(scanner, cursor.peek()).isPresent()) {
      throw complaints.expected("',' or FOR and the second COLUMN's target", cursor.peek());
    }
    continuations = target.isEmpty() ? List.of("','", "FOR") : List.of();
    columns.add(new ColumnClause(entries, target, scanner.position(keyword.start())));
  }

  private void label() {
    Token token = cursor.peek();
    if (token.is(Kind.STRING)) {
      cursor.next();
      label = Optional.of(new Name(scanner.content(token), true, scanner.position(token.start())));
    } else {
      label = Optional.of(cursor.dottedName("a column's name after LABEL"));
    }
    if (cursor.at(',')) {
      throw complaints.at(cursor.peek(), "LABEL takes one column; remove ','");
    }
  }

  private void into(Operation operation) {
    into =
        operation == Operation.TRAIN
            ? List.of(cursor.modelName("a name for the model after INTO"))
            : tableName("a table's name after INTO", TABLE_PARTS);
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

  private void require(Clause clause, String message) {
    if (!seen.containsKey(clause)) {
      throw complaints.at(cursor.peek(), message);
    }
  }

  private static String usingWhat(Operation operation) {
    return operation == Operation.EXPLAIN
        ? "an explainer's name after USING"
        : "a model's name after USING";
  }

  private String text() {
    return scanner.text(query.position().offset(), cursor.lastEnd());
  }
}
