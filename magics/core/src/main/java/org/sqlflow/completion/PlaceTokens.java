package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Grammar;
import org.sqlflow.syntax.Grammar.Operation;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.SyntaxException;
import org.sqlflow.syntax.Token;
import org.sqlflow.syntax.Token.Kind;

/**
 * The tokens of the statement around a place.
 *
 * @param scanner of the whole text
 * @param before the statement's tokens before the word at the place
 * @param word the word at the place, maybe empty
 * @param after the statement's tokens after the word, as far as they can be read
 */
record PlaceTokens(Scanner scanner, List<Token> before, Token word, List<Token> after) {
  /** A word that is inserted at the place, to see which token it becomes a part of. */
  private static final String MARK = "x";

  /** The characters that join the parts of a model's name. */
  static final String MODEL_SEPARATORS = "./:-@";

  /**
   * The tokens around an offset; nothing inside a string, a comment or a number.
   *
   * @param rules how the database reads strings and comments
   */
  static Optional<PlaceTokens> of(String text, LexicalRules rules, int offset) {
    int place = Math.max(0, Math.min(offset, text.length()));
    List<Token> tokens;
    Scanner head = new Scanner(text.substring(0, place) + MARK, rules);
    try {
      tokens = tokens(head, head.ofExtension());
    } catch (SyntaxException openString) {
      return Optional.empty();
    }
    Token last = tokens.isEmpty() ? head.tokenAt(0) : tokens.remove(tokens.size() - 1);
    if (!last.is(Kind.WORD) || last.end() != place + MARK.length()) {
      return Optional.empty();
    }
    Scanner scanner = new Scanner(text, rules);
    Token word = new Token(Kind.WORD, last.start(), scanner.wordEnd(place));
    List<Token> before = sinceSemicolon(scanner, tokens);
    Scanner following = isExtended(scanner, before) ? scanner.ofExtension() : scanner;
    return directlyFollowsEnd(scanner, before, word)
        ? Optional.empty()
        : Optional.of(new PlaceTokens(scanner, before, word, upToSemicolon(following, word.end())));
  }

  /** All tokens; those after TO and an operation by the rules of the extension. */
  private static List<Token> tokens(Scanner sql, Scanner extension) {
    List<Token> tokens = new ArrayList<>();
    Scanner scanner = sql;
    for (Token t = sql.tokenAt(0); !t.is(Kind.END); t = scanner.tokenAt(t.end())) {
      boolean operation =
          !tokens.isEmpty()
              && sql.isWord(tokens.get(tokens.size() - 1), "TO")
              && Operation.at(sql, t).isPresent();
      scanner = operation ? extension : sql.isSymbol(t, ';') ? sql : scanner;
      tokens.add(t);
    }
    return tokens;
  }

  private static boolean isExtended(Scanner scanner, List<Token> before) {
    for (int i = 1; i < before.size(); i++) {
      if (scanner.isWord(before.get(i - 1), "TO")
          && Operation.at(scanner, before.get(i)).isPresent()) {
        return true;
      }
    }
    return false;
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
      // The tokens before it are still useful.
      return List.copyOf(tokens);
    }
    return List.copyOf(tokens);
  }

  /**
   * Whether the word directly follows a string, a number or a closing bracket, where no word can
   * start.
   */
  private static boolean directlyFollowsEnd(Scanner scanner, List<Token> before, Token word) {
    if (before.isEmpty()) {
      return false;
    }
    Token last = before.get(before.size() - 1);
    return last.end() == word.start() && (!last.is(Kind.SYMBOL) || scanner.step(last) < 0);
  }

  /** The same, where the word includes the names that separators join to its start. */
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

  /** The same, where the word includes the names that dots join to its end. */
  PlaceTokens whole() {
    int end = word.end();
    while (scanner.charAt(end) == '.' && scanner.wordEnd(end + 1) > end + 1) {
      end = scanner.wordEnd(end + 1);
    }
    int wordEnd = end;
    return new PlaceTokens(
        scanner,
        before,
        new Token(Kind.WORD, word.start(), end),
        after.stream().filter(token -> token.start() >= wordEnd).toList());
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

  /** The end of a name that starts at an index, with what separators join to it. */
  int nameEnd(List<Token> list, int from) {
    int end = from + 1;
    while (end + 1 < list.size()
        && list.get(end).is(Kind.SYMBOL)
        && MODEL_SEPARATORS.indexOf(scanner.charAt(list.get(end).start())) >= 0
        && list.get(end).start() == list.get(end - 1).end()
        && list.get(end + 1).start() == list.get(end).end()) {
      end += 2;
    }
    return Math.min(end, list.size());
  }

  /** The commands of the grammar. */
  List<Grammar.Command> commands() {
    return Grammar.COMMANDS;
  }

  boolean isWord(int index, String keyword) {
    return index >= 0 && index < before.size() && scanner.isWord(before.get(index), keyword);
  }

  boolean isSymbol(int index, char symbol) {
    return index >= 0 && index < before.size() && scanner.isSymbol(before.get(index), symbol);
  }
}
