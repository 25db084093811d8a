package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.Grammar.Clause;
import org.sqlflow.syntax.Grammar.Operation;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Reads what follows a query, from TO to the end of the statement. For one statement. */
final class ExtensionParser {
  /** The most parts of a table's name: catalog, schema, table. */
  private static final int TABLE_PARTS = 3;

  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final StandardSql query;
  private Operation operation = Operation.TRAIN;

  private final Map<Clause, Position> seen = new EnumMap<>(Clause.class);
  private final Map<String, Position> attributeNames = new HashMap<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<ColumnClause> columns = new ArrayList<>();
  private Optional<Name> label = Optional.empty();
  private Optional<Name> using = Optional.empty();
  private List<Name> into = List.of();

  /** What could continue the clause read last. */
  private List<String> continuations = List.of();

  ExtensionParser(Scanner scanner, TokenCursor cursor, StandardSql query) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
    this.query = query;
  }

  Statement.Extended parse() {
    cursor.next();
    operation = readOperation();
    return switch (operation) {
      case TRAIN -> train();
      case PREDICT -> predict();
      case EVALUATE -> evaluate();
      case EXPLAIN -> explain();
      case DESCRIBE -> describe();
      case RETRAIN -> retrain();
      case COMPARE -> compare();
      case MONITOR -> monitor();
      case RUN, MAXIMIZE, MINIMIZE -> throw new IllegalStateException(operation.name());
    };
  }

  private Operation readOperation() {
    Token token = cursor.peek();
    List<String> expected = new ArrayList<>(Operation.names());
    expected.set(expected.size() - 1, expected.get(expected.size() - 1) + " after TO");
    Operation found =
        Operation.at(scanner, token)
            .orElseThrow(() -> complaints.expected(expected, Operation.names(), token));
    found
        .instead()
        .ifPresent(
            instead -> {
              String message = "TO %s of SQLFlow is not part of this language: %s";
              throw complaints.at(token, Text.of(message, found, instead));
            });
    cursor.next();
    return found;
  }

  private Statement.Train train() {
    Name estimator = cursor.modelName("the name of an estimator after TO TRAIN");
    readClauses();
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
    List<Name> target = target();
    int last = target.size() - 1;
    readClauses();
    return new Statement.Predict(
        text(),
        query.position(),
        query,
        target.subList(0, last),
        target.get(last),
        List.copyOf(attributes),
        using.orElseThrow());
  }

  /** The table to write and, as the last part, the column for the result. */
  private List<Name> target() {
    Token first = cursor.peek();
    List<Name> target = cursor.nameParts("table.column after TO PREDICT");
    if (target.size() == 1) {
      String message =
          "expected table.column after TO PREDICT, the table to write and the column for the"
              + " result, but found %s alone";
      throw complaints.at(first, Text.of(message, complaints.name(first)));
    }
    if (target.size() > TABLE_PARTS + 1) {
      String message =
          "TO PREDICT takes at most catalog.schema.table.column, but the name has %d parts";
      throw complaints.at(first, Text.of(message, target.size()));
    }
    if (cursor.at(',')) {
      throw complaints.at(cursor.peek(), "TO PREDICT writes one column; remove ','");
    }
    return target;
  }

  private Statement.Evaluate evaluate() {
    Name model = cursor.trainedModel("the name of a model after TO EVALUATE");
    readClauses();
    return new Statement.Evaluate(
        text(), query.position(), query, model, List.copyOf(attributes), label, into);
  }

  private Statement.Explain explain() {
    Name model = cursor.trainedModel("the name of a model after TO EXPLAIN");
    readClauses();
    return new Statement.Explain(
        text(),
        query.position(),
        query,
        model,
        List.copyOf(attributes),
        columns.stream().findFirst(),
        using,
        into);
  }

  private Statement.Describe describe() {
    readClauses();
    return new Statement.Describe(text(), query.position(), query, into);
  }

  private Statement.Retrain retrain() {
    Name model = cursor.trainedModel("the name of a model after TO RETRAIN");
    readClauses();
    return new Statement.Retrain(
        text(), query.position(), query, model, List.copyOf(attributes), into.stream().findFirst());
  }

  private Statement.Compare compare() {
    Name model = cursor.trainedModel("the names of two models after TO COMPARE");
    if (!cursor.take(',')) {
      throw complaints.expected("',' and the name of a second model", cursor.peek());
    }
    Name other = cursor.trainedModel("the name of a second model after ','");
    readClauses();
    return new Statement.Compare(text(), query.position(), query, model, other, into);
  }

  private Statement.Monitor monitor() {
    Name model = cursor.trainedModel("the name of a model after TO MONITOR");
    readClauses();
    return new Statement.Monitor(
        text(), query.position(), query, model, List.copyOf(attributes), into);
  }

  private String text() {
    return scanner.text(query.position().offset(), cursor.lastEnd());
  }

  /** Reads the clauses, in any order, up to the statement's end. */
  private void readClauses() {
    while (!cursor.atStatementEnd()) {
      Token word = cursor.peek();
      Clause clause = Clause.at(scanner, word).orElseThrow(() -> unexpected(word));
      if (!operation.clauses().contains(clause)) {
        String takes = Text.list(operation.clauses(), "and");
        String message = "TO %s does not take %s; it takes %s";
        throw complaints.at(word, Text.of(message, operation, clause, takes));
      }
      Position first = seen.putIfAbsent(clause, scanner.position(word.start()));
      if (first != null && !mayRepeat(clause)) {
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

  /** Whether a clause may be repeated: COLUMN, for another target. */
  private boolean mayRepeat(Clause clause) {
    return clause == Clause.COLUMN && operation == Operation.TRAIN;
  }

  private void read(Clause clause, Token word, boolean again) {
    String what = Text.of("%s after %s", operation.describe(clause), clause);
    switch (clause) {
      case WITH -> readWith(what);
      case COLUMN -> readColumn(word, again);
      case LABEL -> readLabel(what);
      case USING ->
          using =
              Optional.of(
                  operation == Operation.EXPLAIN
                      ? cursor.modelName(what)
                      : cursor.trainedModel(what));
      case INTO ->
          into =
              operation.makesModel()
                  ? List.of(cursor.newModel(what))
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
        .filter(clause -> !seen.containsKey(clause) || mayRepeat(clause))
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
      String remedy = quoted ? "; write an attribute's name without quotes" : "";
      String message = "expected %s, but found %s%s";
      throw complaints.at(first, Text.of(message, what, complaints.name(first), remedy));
    }
    boolean more = true;
    while (more) {
      readAttribute();
      if (complaints.isOperator(cursor.peek())) {
        String message = "a value can't be an expression, but found %s";
        throw complaints.at(cursor.peek(), Text.of(message, complaints.name(cursor.peek())));
      }
      boolean comma = cursor.take(',');
      if (comma && (cursor.peek().is(Kind.NUMBER) || cursor.peek().is(Kind.STRING))) {
        String message =
            "expected another attribute after ',', but found %s; a list of values is written in"
                + " brackets, such as [100, 7]";
        throw complaints.at(cursor.peek(), Text.of(message, complaints.name(cursor.peek())));
      }
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

  /** Whether one word is left: an attribute that is still being written. */
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
    Token following = cursor.peek();
    if (complaints.isOperator(following)) {
      String message =
          "COLUMN does not take expressions, but found %s; compute it in the query before TO";
      throw complaints.at(following, Text.of(message, complaints.name(following)));
    }
    if (operation == Operation.TRAIN && cursor.at("FOR")) {
      cursor.next();
      target = Optional.of(cursor.dottedName("the target's name after FOR"));
    } else if (again && (cursor.atStatementEnd() || Clause.at(scanner, following).isPresent())) {
      throw complaints.expected("',' or FOR and the second COLUMN's target", following);
    }
    continuations =
        operation != Operation.TRAIN
            ? List.of("','")
            : target.isEmpty() ? List.of("','", "FOR") : List.of();
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
