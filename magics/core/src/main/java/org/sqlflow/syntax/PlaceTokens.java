package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Token.Kind;

/**
 * The tokens of the statement around a place.
 *
 * @param scanner of the whole text
 * @param before the statement's tokens before the word at the place
 * @param word the word at the place, maybe empty
 * @param after the statement's tokens behind the word, as far as they can be read
 */
record PlaceTokens(Scanner scanner, List<Token> before, Token word, List<Token> after) {
  /** A word, which shows what a word at the place would be part of. */
  private static final String MARK = "x";

  /** The tokens around an offset; nothing inside a string, a comment or a number. */
  static Optional<PlaceTokens> of(String text, int offset) {
    int place = Math.max(0, Math.min(offset, text.length()));
    Scanner head = new Scanner(text.substring(0, place) + MARK);
    List<Token> tokens = new ArrayList<>();
    try {
      for (Token t = head.tokenAt(0); !t.is(Kind.END); t = head.tokenAt(t.end())) {
        tokens.add(t);
      }
    } catch (SyntaxException openString) {
      return Optional.empty();
    }
    Token last = tokens.isEmpty() ? head.tokenAt(0) : tokens.remove(tokens.size() - 1);
    if (!last.is(Kind.WORD) || last.end() != place + MARK.length()) {
      return Optional.empty();
    }
    Scanner scanner = new Scanner(text);
    Token word = new Token(Kind.WORD, last.start(), scanner.wordEnd(place));
    List<Token> before = sinceSemicolon(scanner, tokens);
    return isGluedToAnEnd(scanner, before, word)
        ? Optional.empty()
        : Optional.of(new PlaceTokens(scanner, before, word, upToSemicolon(scanner, word.end())));
  }

  private static List<Token> sinceSemicolon(Scanner scanner, List<Token> tokens) {
    int from = tokens.size();
    while (from > 0 && !scanner.isSymbol(tokens.get(from - 1), ';')) {
      from--;
    }
    return List.copyOf(tokens.subList(from, tokens.size()));
  }

  private static List<Token> upToSemicolon(Scanner scanner, int from) {
    List<Token> tokens = new ArrayList<>();
    try {
      Token token = scanner.tokenAt(from);
      while (!token.is(Kind.END) && !scanner.isSymbol(token, ';')) {
        tokens.add(token);
        token = scanner.tokenAt(token.end());
      }
    } catch (SyntaxException openString) {
      // What was read until there is of use.
      return List.copyOf(tokens);
    }
    return List.copyOf(tokens);
  }

  /** No word begins at once behind a string, a number or a closing bracket. */
  private static boolean isGluedToAnEnd(Scanner scanner, List<Token> before, Token word) {
    if (before.isEmpty()) {
      return false;
    }
    Token last = before.get(before.size() - 1);
    return last.end() == word.start()
        && (!last.is(Kind.SYMBOL) || Splitter.step(scanner, last) < 0);
  }

  /** The same with what is joined to the word by separators as a part of it. */
  PlaceTokens joined(String separators) {
    int from = before.size();
    int start = word.start();
    while (from >= 2 && isJoint(before.get(from - 2), before.get(from - 1), start, separators)) {
      from -= 2;
      start = before.get(from).start();
    }
    return new PlaceTokens(
        scanner, before.subList(0, from), new Token(Kind.WORD, start, word.end()), after);
  }

  /** The same with the names that dots join to the end of the word as a part of it. */
  PlaceTokens whole() {
    int end = word.end();
    while (scanner.charAt(end) == '.' && scanner.wordEnd(end + 1) > end + 1) {
      end = scanner.wordEnd(end + 1);
    }
    int behind = end;
    return new PlaceTokens(
        scanner,
        before,
        new Token(Kind.WORD, word.start(), end),
        after.stream().filter(token -> token.start() >= behind).toList());
  }

  private boolean isJoint(Token name, Token separator, int start, String separators) {
    return name.isName()
        && separator.is(Kind.SYMBOL)
        && separators.indexOf(scanner.charAt(separator.start())) >= 0
        && separator.end() == start
        && name.end() == separator.start();
  }

  /** The names with dots right before the word. */
  List<String> qualifier() {
    List<Token> joined = before.subList(joined(".").before().size(), before.size());
    return joined.stream().filter(Token::isName).map(scanner::content).toList();
  }

  boolean isWord(int index, String keyword) {
    return index >= 0 && index < before.size() && scanner.isWord(before.get(index), keyword);
  }

  boolean isSymbol(int index, char symbol) {
    return index >= 0 && index < before.size() && scanner.isSymbol(before.get(index), symbol);
  }
}
