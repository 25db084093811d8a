package org.sqlflow.statements;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.sqlflow.features.FeatureException;
import org.sqlflow.models.Blame;
import org.sqlflow.models.ModelException;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Token;

/**
 * Where a statement names what an error is about: the word that is wrong, and not the statement as
 * a whole. Offsets are in UTF-16 units from the start of the cell.
 *
 * @param rules those of the database, by which the query is read
 */
public record Places(LexicalRules rules) {
  /** That of an error of features: its own, or that of the columns it is about. */
  public OptionalInt of(Statement statement, FeatureException error) {
    return error.position().isPresent()
        ? OptionalInt.of(error.position().get().offset())
        : ofColumns(statement, error.columns());
  }

  /** That of an error of a model. */
  public OptionalInt of(Statement statement, ModelException error) {
    return error.blame().map(blame -> of(statement, blame)).orElseGet(OptionalInt::empty);
  }

  private OptionalInt of(Statement statement, Blame blame) {
    if (blame instanceof Blame.Columns columns) {
      return ofColumns(statement, columns.names());
    }
    Optional<Position> place = Optional.empty();
    if (blame instanceof Blame.Attribute attribute) {
      place =
          attributes(statement).stream()
              .map(Attribute::name)
              .filter(name -> name.text().equalsIgnoreCase(attribute.name()))
              .findFirst()
              .map(Name::position);
    } else if (blame instanceof Blame.Label) {
      place = label(statement).map(Name::position);
    } else if (statement instanceof Statement.Train train) {
      place =
          blame instanceof Blame.Part part
              ? train.columns().stream()
                  .flatMap(clause -> clause.target().stream())
                  .filter(name -> name.text().equalsIgnoreCase(part.name()))
                  .findFirst()
                  .map(Name::position)
              : Optional.of(train.estimator().position());
    }
    return offset(place);
  }

  private static List<Attribute> attributes(Statement statement) {
    return statement instanceof Statement.Train train
        ? train.attributes()
        : statement instanceof Statement.Evaluate evaluate ? evaluate.attributes() : List.of();
  }

  private static Optional<Name> label(Statement statement) {
    return statement instanceof Statement.Train train
        ? train.label()
        : statement instanceof Statement.Evaluate evaluate ? evaluate.label() : Optional.empty();
  }

  private static List<ColumnClause> clauses(Statement statement) {
    return statement instanceof Statement.Train train
        ? train.columns()
        : statement instanceof Statement.Explain explain
            ? explain.columns().stream().toList()
            : List.of();
  }

  /** The first of some columns: in COLUMN, or else in LABEL, or else in what the query selects. */
  private OptionalInt ofColumns(Statement statement, List<String> columns) {
    Optional<Position> written =
        columns.stream()
            .flatMap(
                column ->
                    Stream.concat(
                        clauses(statement).stream()
                            .flatMap(clause -> clause.entries().stream())
                            .filter(entry -> reads(entry, column))
                            .map(ColumnEntry::position),
                        label(statement).stream()
                            .filter(label -> label.text().equalsIgnoreCase(column))
                            .map(Name::position)))
            .findFirst();
    if (written.isPresent()) {
      return offset(written);
    }
    return statement instanceof Statement.Extended extended
        ? columns.stream()
            .flatMapToInt(column -> selected(extended.query(), column).stream())
            .findFirst()
        : OptionalInt.empty();
  }

  private static boolean reads(ColumnEntry entry, String column) {
    return entry instanceof ColumnEntry.Named named
        ? named.column().text().equalsIgnoreCase(column)
        : entry instanceof ColumnEntry.Call call
            && call.arguments().stream().anyMatch(argument -> reads(argument, column));
  }

  private static boolean reads(Argument argument, String column) {
    return argument instanceof Argument.Entry entry
        ? reads(entry.entry(), column)
        : argument instanceof Argument.Group group
            && group.items().stream().anyMatch(item -> reads(item, column));
  }

  /** Where the SELECT of a query names a column that it gives; empty if it does not by name. */
  public OptionalInt selected(Statement.StandardSql query, String column) {
    Scanner scanner = new Scanner(query.text(), rules);
    int depth = 0;
    Token token = scanner.tokenAt(0);
    while (!token.is(Token.Kind.END) && !(depth == 0 && scanner.isWord(token, "FROM"))) {
      Token next = scanner.tokenAt(token.end());
      boolean isLast =
          next.is(Token.Kind.END) || scanner.isSymbol(next, ',') || scanner.isWord(next, "FROM");
      if (depth == 0
          && isLast
          && token.isName()
          && scanner.content(token).equalsIgnoreCase(column)) {
        return OptionalInt.of(query.position().offset() + token.start());
      }
      depth += scanner.step(token);
      token = next;
    }
    return OptionalInt.empty();
  }

  private static OptionalInt offset(Optional<Position> place) {
    return place.map(position -> OptionalInt.of(position.offset())).orElseGet(OptionalInt::empty);
  }
}
