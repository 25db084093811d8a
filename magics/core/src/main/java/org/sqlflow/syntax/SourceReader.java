package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.syntax.Place.Source;

/**
 * Finds what the query around a place reads from, by tokens, so that broken queries give it too.
 */
final class SourceReader {
  private static final int MOST = 20;

  private final Scanner scanner;
  private final List<Token> tokens;

  SourceReader(PlaceTokens place) {
    this.scanner = place.scanner();
    this.tokens = around(place);
  }

  /** The tokens in the brackets of the place. */
  private static List<Token> around(PlaceTokens place) {
    int depth = 0;
    int from = place.before().size();
    while (from > 0 && depth >= 0) {
      depth -= Splitter.step(place.scanner(), place.before().get(from - 1));
      from--;
    }
    // A bracket of a function has no FROM of its own: then the whole statement tells.
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

  /** Reads sources with commas between them; gives the index behind them. */
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

  /** Behind a name with dots, a file in quotes, a function's call or a query in brackets. */
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
      depth += Splitter.step(scanner, tokens.get(i));
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
        && SqlWords.AFTER_TABLE.contains(scanner.text(token).toUpperCase(Locale.ROOT));
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
}
