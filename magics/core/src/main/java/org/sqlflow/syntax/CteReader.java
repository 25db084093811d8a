package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the named queries that a statement begins with: {@code WITH name AS (…), …}. */
final class CteReader {
  private static final List<String> MAIN =
      List.of("SELECT", "FROM", "VALUES", "INSERT", "UPDATE", "DELETE", "PIVOT", "TABLE");

  private final Scanner scanner;
  private final List<Token> tokens;

  CteReader(PlaceTokens place) {
    this.scanner = place.scanner();
    this.tokens = new ArrayList<>(place.before());
    tokens.add(place.word());
    tokens.addAll(place.after());
  }

  /** The names of the queries. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    int end = mainQuery().orElse(tokens.size());
    int depth = 0;
    for (int i = 0; i + 1 < end && isWith(); i++) {
      boolean named =
          depth == 0
              && tokens.get(i).isName()
              && scanner.isWord(tokens.get(i + 1), "AS")
              && !scanner.isWord(tokens.get(i), "WITH");
      if (named) {
        names.add(scanner.content(tokens.get(i)));
      }
      depth = Math.max(0, depth + Splitter.step(scanner, tokens.get(i)));
    }
    return List.copyOf(names);
  }

  /** The text up to the query that uses them; empty where none does yet. */
  String text() {
    return mainQuery()
        .map(main -> scanner.text(tokens.get(0).start(), tokens.get(main).start()))
        .orElse("");
  }

  private boolean isWith() {
    return !tokens.isEmpty() && scanner.isWord(tokens.get(0), "WITH");
  }

  private Optional<Integer> mainQuery() {
    int depth = 0;
    for (int i = 1; i < tokens.size() && isWith(); i++) {
      Token token = tokens.get(i);
      if (depth == 0 && MAIN.stream().anyMatch(word -> scanner.isWord(token, word))) {
        return Optional.of(i);
      }
      depth = Math.max(0, depth + Splitter.step(scanner, token));
    }
    return Optional.empty();
  }
}
