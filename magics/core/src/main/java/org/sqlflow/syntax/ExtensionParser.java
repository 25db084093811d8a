package org.sqlflow.syntax;

import java.util.List;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;

/** Reads what follows a query, from TO to the statement's end. */
final class ExtensionParser {
  private final Scanner scanner;
  private final Complaints complaints;
  private final TokenCursor cursor;
  private final StandardSql query;

  ExtensionParser(Scanner scanner, TokenCursor cursor, StandardSql query) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.cursor = cursor;
    this.query = query;
  }

  Statement.Extended parse() {
    cursor.next();
    Operation operation = operation();
    Clauses clauses = new Clauses(scanner, cursor, operation);
    return switch (operation) {
      case TRAIN -> train(clauses);
      case PREDICT -> predict(clauses);
      case EVALUATE -> evaluate(clauses);
      case EXPLAIN -> explain(clauses);
      case RUN, MAXIMIZE, MINIMIZE -> throw new IllegalStateException(operation.name());
    };
  }

  private Operation operation() {
    Token token = cursor.peek();
    List<String> expected = List.of("TRAIN", "PREDICT", "EVALUATE", "EXPLAIN after TO");
    Operation operation =
        Operation.at(scanner, token)
            .orElseThrow(() -> complaints.expected(expected, Operation.names(), token));
    operation
        .instead()
        .ifPresent(
            instead -> {
              String message = "TO %s of SQLFlow is no part of this language: %s";
              throw complaints.at(token, Text.of(message, operation, instead));
            });
    cursor.next();
    return operation;
  }

  private Statement.Train train(Clauses clauses) {
    Name estimator = cursor.modelName("the name of an estimator after TO TRAIN");
    clauses.read();
    return new Statement.Train(
        text(),
        query.position(),
        query,
        estimator,
        clauses.attributes(),
        clauses.columns(),
        clauses.label(),
        clauses.using(),
        clauses.into().get(0));
  }

  private Statement.Predict predict(Clauses clauses) {
    List<Name> target = target();
    int last = target.size() - 1;
    clauses.read();
    return new Statement.Predict(
        text(),
        query.position(),
        query,
        target.subList(0, last),
        target.get(last),
        clauses.attributes(),
        clauses.using().orElseThrow());
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
    if (target.size() > Clauses.TABLE_PARTS + 1) {
      String message =
          "TO PREDICT writes to catalog.schema.table.column at most; %d parts are here";
      throw complaints.at(first, Text.of(message, target.size()));
    }
    if (cursor.at(',')) {
      throw complaints.at(cursor.peek(), "TO PREDICT writes one column; remove ','");
    }
    return target;
  }

  private Statement.Evaluate evaluate(Clauses clauses) {
    Name model = cursor.modelName("the name of a model after TO EVALUATE");
    clauses.read();
    return new Statement.Evaluate(
        text(),
        query.position(),
        query,
        model,
        clauses.attributes(),
        clauses.label(),
        clauses.into());
  }

  private Statement.Explain explain(Clauses clauses) {
    Name model = cursor.modelName("the name of a model after TO EXPLAIN");
    clauses.read();
    return new Statement.Explain(
        text(),
        query.position(),
        query,
        model,
        clauses.attributes(),
        clauses.using(),
        clauses.into());
  }

  private String text() {
    return scanner.text(query.position().offset(), cursor.lastEnd());
  }
}
