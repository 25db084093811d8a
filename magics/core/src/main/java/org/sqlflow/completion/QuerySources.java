package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.completion.Place.Source;
import org.sqlflow.data.Column;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Splitter;
import org.sqlflow.syntax.Token;

/**
 * Finds what the query around a place reads from. It looks at tokens only, so that incomplete
 * queries work too.
 */
final class QuerySources {
  private static final int MOST = 20;

  /** Words that end a list of tables and cannot be an alias. */
  private static final Set<String> AFTER_TABLE =
      Set.of(
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "OUTER",
          "CROSS",
          "NATURAL",
          "ASOF",
          "ON",
          "USING",
          "SELECT",
          "TO",
          "QUALIFY",
          "WINDOW",
          "TABLESAMPLE",
          "SET",
          "VALUES",
          "SEMI",
          "ANTI",
          "POSITIONAL",
          "LATERAL",
          "AS",
          "PIVOT",
          "UNPIVOT");

  private final Scanner scanner;
  private final List<Token> tokens;

  QuerySources(PlaceTokens place) {
    this.scanner = place.scanner();
    this.tokens = around(place);
  }

  /** The tokens in the brackets of the place. */
  private static List<Token> around(PlaceTokens place) {
    int depth = 0;
    int from = place.before().size();
    while (from > 0 && depth >= 0) {
      depth -= place.scanner().step(place.before().get(from - 1));
      from--;
    }
    // The brackets of a function contain no FROM: search the whole statement.
    List<Token> inside = new ArrayList<>(place.before().subList(from, place.before().size()));
    boolean query =
        depth < 0 && inside.size() > 1 && Splitter.isQuery(place.scanner(), inside.get(1));
    if (!query) {
      inside = new ArrayList<>(place.before());
    }
    inside.add(place.word());
    inside.addAll(place.after());
    return inside;
  }

  List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i + 1 < tokens.size() && sources.size() < MOST; i++) {
      boolean table = isOneOf(i, "FROM", "JOIN", "UPDATE", "INTO");
      if (table && !isSymbol(i - 1, '.')) {
        i = list(i + 1, sources) - 1;
      }
    }
    return List.copyOf(sources);
  }

  /** Reads sources with commas between them; returns the index after them. */
  private int list(int from, List<Source> sources) {
    int at = from;
    while (at < tokens.size() && sources.size() < MOST) {
      int end = nameEnd(at);
      if (end == at) {
        return at;
      }
      String sql = scanner.text(tokens.get(at).start(), tokens.get(end - 1).end());
      if (isOneOf(end, "AS")) {
        end++;
      }
      Optional<String> alias = Optional.empty();
      if (end < tokens.size() && isAlias(tokens.get(end)) && !isSymbol(end + 1, '.')) {
        alias = Optional.of(scanner.content(tokens.get(end)));
        end++;
      }
      sources.add(new Source(sql, alias));
      if (!isSymbol(end, ',')) {
        return end;
      }
      at = end + 1;
    }
    return at;
  }

  /**
   * The index after a name with dots, a file in quotes, a call of a function or a query in
   * brackets.
   */
  private int nameEnd(int from) {
    Token first = tokens.get(from);
    int end = from;
    if (first.is(Token.Kind.STRING) || (first.isName() && !endsTables(first))) {
      end++;
      while (isSymbol(end, '.') && end + 1 < tokens.size() && tokens.get(end + 1).isName()) {
        end += 2;
      }
    }
    return isSymbol(end, '(') ? closing(end) : end;
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += scanner.step(tokens.get(i));
      if (depth == 0) {
        return i + 1;
      }
    }
    return open;
  }

  private boolean isAlias(Token token) {
    return token.isQuotedName() || (token.is(Token.Kind.WORD) && !endsTables(token));
  }

  private boolean endsTables(Token token) {
    return token.is(Token.Kind.WORD)
        && AFTER_TABLE.contains(scanner.text(token).toUpperCase(Locale.ROOT));
  }

  private boolean isSymbol(int index, char symbol) {
    return index >= 0 && index < tokens.size() && scanner.isSymbol(tokens.get(index), symbol);
  }

  private boolean isOneOf(int index, String... words) {
    if (index >= tokens.size()) {
      return false;
    }
    for (String word : words) {
      if (scanner.isWord(tokens.get(index), word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The columns of a source, which is a table, a file or a query; its name may be that of a query
   * at the start of the statement.
   */
  static List<Column> columns(Source source, Place place, Catalog catalog) {
    String query = "SELECT * FROM " + source.sql();
    String before = place.statement().withQueries();
    List<Column> columns = before.isEmpty() ? List.of() : catalog.columns(before + " " + query);
    return columns.isEmpty() ? catalog.columns(query) : columns;
  }

  /** Finds the named queries at the start of a statement: {@code WITH name AS (…), …}. */
  static final class Named {
    private static final List<String> MAIN =
        List.of("SELECT", "FROM", "VALUES", "INSERT", "UPDATE", "DELETE", "PIVOT", "TABLE");

    private final Scanner scanner;
    private final List<Token> tokens;

    Named(PlaceTokens place) {
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
        depth = Math.max(0, depth + scanner.step(tokens.get(i)));
      }
      return List.copyOf(names);
    }

    /** The text up to the main query; empty if there is none yet. */
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
        depth = Math.max(0, depth + scanner.step(token));
      }
      return Optional.empty();
    }
  }
}
