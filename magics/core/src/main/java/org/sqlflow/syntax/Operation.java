package org.sqlflow.syntax;

import static org.sqlflow.syntax.Clause.COLUMN;
import static org.sqlflow.syntax.Clause.INTO;
import static org.sqlflow.syntax.Clause.LABEL;
import static org.sqlflow.syntax.Clause.USING;
import static org.sqlflow.syntax.Clause.WITH;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be done with the rows of a query: the word behind TO. */
enum Operation {
  TRAIN,
  PREDICT,
  EVALUATE,
  EXPLAIN,
  RUN,
  MAXIMIZE,
  MINIMIZE;

  static Optional<Operation> at(Scanner scanner, Token token) {
    return Arrays.stream(values()).filter(o -> scanner.isWord(token, o.name())).findFirst();
  }

  /** The operations that run. */
  static List<String> names() {
    return Arrays.stream(values())
        .filter(operation -> operation.instead().isEmpty())
        .map(Operation::name)
        .toList();
  }

  /** The clauses that may follow. */
  List<Clause> clauses() {
    return switch (this) {
      case TRAIN -> List.of(WITH, COLUMN, LABEL, USING, INTO);
      case PREDICT -> List.of(WITH, USING);
      case EVALUATE -> List.of(WITH, LABEL, INTO);
      case EXPLAIN -> List.of(WITH, USING, INTO);
      case RUN, MAXIMIZE, MINIMIZE -> List.of();
    };
  }

  /** The clause that must not be left out. */
  Optional<Clause> required() {
    return switch (this) {
      case TRAIN -> Optional.of(INTO);
      case PREDICT -> Optional.of(USING);
      default -> Optional.empty();
    };
  }

  /** What stands in a clause of this operation. */
  String describe(Clause clause) {
    return switch (clause) {
      case WITH -> "an attribute (name = value)";
      case COLUMN -> "a column";
      case LABEL -> "a column's name";
      case USING -> this == EXPLAIN ? "an explainer's name" : "the name of a trained model";
      case INTO -> this == TRAIN ? "a name for the model" : "a table's name";
    };
  }

  /** For an operation of SQLFlow that this language left out: what to do instead. */
  Optional<String> instead() {
    return switch (this) {
      case RUN ->
          Optional.of(
              "it started a program in a container; prepare the rows in the query in front of"
                  + " TO TRAIN or in a Java cell");
      case MAXIMIZE, MINIMIZE ->
          Optional.of("it called a solver of optimization problems; call one from a Java cell");
      default -> Optional.empty();
    };
  }
}
