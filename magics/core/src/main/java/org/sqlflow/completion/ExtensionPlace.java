package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.completion.Place.Wanted;
import org.sqlflow.completion.PlaceReader.Fit;
import org.sqlflow.syntax.Grammar.Clause;
import org.sqlflow.syntax.Grammar.Operation;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Token;

/** Finds what fits at a place after TO and an operation. */
final class ExtensionPlace {
  private final PlaceTokens tokens;
  private final Scanner scanner;
  private final List<Token> before;
  private final Operation operation;
  private final int head;
  private final Set<Clause> seen = EnumSet.noneOf(Clause.class);

  /**
   * A place.
   *
   * @param to the index of TO among the tokens before the place, not the last
   */
  ExtensionPlace(PlaceTokens tokens, int to) {
    this.tokens = tokens;
    this.scanner = tokens.scanner();
    this.before = tokens.before();
    this.operation = Operation.at(scanner, before.get(to + 1)).orElseThrow();
    this.head = to + 2;
  }

  Fit fit() {
    if (head >= before.size()) {
      return switch (operation) {
        case TRAIN -> Fit.names(Wanted.ESTIMATOR);
        case PREDICT -> Fit.names(Wanted.TABLE);
        case DESCRIBE -> Fit.keywords(clauses());
        default -> Fit.names(Wanted.MODEL);
      };
    }
    Optional<Clause> current = Optional.empty();
    int body = operation == Operation.DESCRIBE ? head : tokens.nameEnd(before, head);
    if (operation == Operation.COMPARE) {
      if (body >= before.size()) {
        return Fit.keywords(List.of(","));
      }
      if (body + 1 >= before.size()) {
        return scanner.isSymbol(before.get(body), ',') ? Fit.names(Wanted.MODEL) : Fit.NOTHING;
      }
      body = tokens.nameEnd(before, body + 1);
    }
    int depth = 0;
    for (int i = body; i < before.size(); i++) {
      Optional<Clause> clause = Clause.at(scanner, before.get(i));
      if (clause.isPresent() && depth == 0 && startsClause(i, body, current)) {
        current = clause;
        seen.add(clause.get());
        body = i + 1;
      }
      depth = Math.max(0, depth + scanner.step(before.get(i)));
    }
    return body(current, before.subList(body, before.size()));
  }

  /**
   * Whether a clause's keyword starts a clause: right after another keyword or after a comma it is
   * a name.
   */
  private boolean startsClause(int i, int body, Optional<Clause> current) {
    boolean first = current.isPresent() && i == body;
    return !first
        && !tokens.isSymbol(i - 1, ',')
        && !tokens.isSymbol(i - 1, '=')
        && !tokens.isSymbol(i - 1, '.')
        && !tokens.isSymbol(i + 1, '=');
  }

  private Fit body(Optional<Clause> clause, List<Token> body) {
    if (clause.isEmpty()) {
      return Fit.keywords(clauses());
    }
    return switch (clause.get()) {
      case WITH -> with(body);
      case COLUMN -> column(body);
      case LABEL -> body.isEmpty() ? Fit.names(Wanted.QUERY_COLUMN) : Fit.keywords(clauses());
      case USING ->
          body.isEmpty()
              ? Fit.names(operation == Operation.EXPLAIN ? Wanted.EXPLAINER : Wanted.MODEL)
              : Fit.keywords(clauses());
      case INTO ->
          body.isEmpty()
              ? Fit.names(operation.makesModel() ? Wanted.MODEL : Wanted.TABLE)
              : Fit.keywords(clauses());
    };
  }

  /** The clauses that the statement does not have yet, the required one first. */
  private List<String> clauses() {
    List<Token> after = tokens.after();
    for (Token token : after) {
      Clause.at(scanner, token).ifPresent(seen::add);
    }
    List<String> words = new ArrayList<>();
    operation.required().filter(c -> !seen.contains(c)).ifPresent(c -> words.add(c.name()));
    operation.clauses().stream()
        .filter(c -> !seen.contains(c) && !words.contains(c.name()))
        .forEach(c -> words.add(c.name()));
    return words;
  }

  private enum WithState {
    NAME,
    EQUALS,
    VALUE,
    END
  }

  private Fit with(List<Token> body) {
    WithState state = WithState.NAME;
    String name = "";
    for (int i = 0; i < body.size(); i++) {
      Token token = body.get(i);
      if (state == WithState.VALUE && scanner.isSymbol(token, '[')) {
        int close = closing(body, i);
        if (close < 0) {
          return inList(name, body.get(body.size() - 1));
        }
        i = close;
        state = WithState.END;
      } else if (state == WithState.VALUE) {
        boolean sign = scanner.isSymbol(token, '-') || scanner.isSymbol(token, '+');
        state = sign ? WithState.VALUE : WithState.END;
      } else if (scanner.isSymbol(token, ',')) {
        state = WithState.NAME;
      } else if (scanner.isSymbol(token, '=')) {
        state = WithState.VALUE;
      } else if (token.is(Token.Kind.WORD)) {
        int last = tokens.nameEnd(body, i) - 1;
        name = scanner.text(token.start(), body.get(last).end());
        i = last;
        state = WithState.EQUALS;
      }
    }
    return switch (state) {
      case NAME -> Fit.names(Wanted.ATTRIBUTE).or(body.isEmpty() ? List.of() : clauses());
      case EQUALS -> Fit.keywords(List.of("="));
      case VALUE -> value(name);
      case END -> Fit.names(Wanted.ATTRIBUTE).or(clauses());
    };
  }

  private Fit inList(String name, Token last) {
    boolean item = scanner.isSymbol(last, '[') || scanner.isSymbol(last, ',');
    return item ? value(name) : Fit.NOTHING;
  }

  private static Fit value(String name) {
    return new Fit(EnumSet.of(Wanted.VALUE), List.of(), Optional.of(name));
  }

  private int closing(List<Token> body, int open) {
    int depth = 0;
    for (int i = open; i < body.size(); i++) {
      depth += scanner.step(body.get(i));
      if (depth <= 0) {
        return i;
      }
    }
    return -1;
  }

  private Fit column(List<Token> body) {
    boolean training = operation == Operation.TRAIN;
    Fit entry =
        training
            ? Fit.names(Wanted.QUERY_COLUMN, Wanted.COLUMN_FUNCTION)
            : Fit.names(Wanted.QUERY_COLUMN);
    if (body.isEmpty()) {
      return entry;
    }
    int open = innermostOpen(body);
    Token last = body.get(body.size() - 1);
    boolean begins = scanner.isSymbol(last, ',') || scanner.step(last) > 0;
    if (begins) {
      boolean except = open > 0 && isExcept(body.get(open - 1));
      return except ? Fit.names(Wanted.QUERY_COLUMN) : entry;
    }
    if (open >= 0 || scanner.isWord(last, "FOR") || isExcept(last)) {
      return Fit.NOTHING;
    }
    List<String> words = new ArrayList<>(clauses());
    if (scanner.isSymbol(last, '*')) {
      words.add("EXCEPT");
    } else if (training) {
      words.add("FOR");
    }
    return Fit.keywords(words);
  }

  private boolean isExcept(Token token) {
    return scanner.isWord(token, "EXCEPT") || scanner.isWord(token, "EXCLUDE");
  }

  private int innermostOpen(List<Token> body) {
    int depth = 0;
    for (int i = body.size() - 1; i >= 0; i--) {
      depth -= scanner.step(body.get(i));
      if (depth < 0) {
        return i;
      }
    }
    return -1;
  }

  /** The estimator after TO TRAIN, or the model that the operation works with. */
  Optional<String> subject() {
    if (operation == Operation.PREDICT) {
      return afterUsing();
    }
    return head < before.size() ? Optional.of(name(before, head)) : Optional.empty();
  }

  /** The explainer of TO EXPLAIN, before or after the place. */
  Optional<String> explainer() {
    return operation == Operation.EXPLAIN ? afterUsing() : Optional.empty();
  }

  private Optional<String> afterUsing() {
    List<Token> body = before.subList(Math.min(head, before.size()), before.size());
    return afterUsing(body).or(() -> afterUsing(tokens.after()));
  }

  private Optional<String> afterUsing(List<Token> list) {
    for (int i = 0; i + 1 < list.size(); i++) {
      if (scanner.isWord(list.get(i), "USING")) {
        return Optional.of(name(list, i + 1));
      }
    }
    return Optional.empty();
  }

  private String name(List<Token> list, int from) {
    int end = tokens.nameEnd(list, from);
    return end == from + 1
        ? scanner.content(list.get(from))
        : scanner.text(list.get(from).start(), list.get(end - 1).end());
  }
}
