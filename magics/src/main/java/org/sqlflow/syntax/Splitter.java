package org.sqlflow.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.syntax.Token.Kind;

/**
 * Finds by tokens alone where a statement ends and where standard SQL ends inside it, so that no
 * dialect's syntax stands in the way.
 *
 * <p>Standard SQL ends at the first TO outside brackets with an operation behind it. Only a query
 * can be extended so; in {@code ALTER … RENAME TO predict} or {@code GRANT … TO train} the word is
 * a name. TO itself is reserved in SQL and names nothing unless AS or a qualifier stands before it.
 */
final class Splitter {
  private static final List<String> QUERIES =
      List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE", "PIVOT", "UNPIVOT");

  /** Statements whose own syntax has a TO with a name behind it. */
  private static final List<String> OWN_TO =
      List.of(
          "ALTER", "COPY", "CREATE", "EXPORT", "GRANT", "REASSIGN", "RENAME", "ROLLBACK", "SET");

  private static final List<String> INTERVAL_FIELDS =
      List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

  private static final List<String> STATEMENTS =
      List.of("SELECT", "SHOW", "DROP", "DESCRIBE", "CREATE", "INSERT", "UPDATE", "DELETE", "TO");

  private final Scanner scanner;

  Splitter(Scanner scanner) {
    this.scanner = scanner;
  }

  /**
   * A statement up to its semicolon, or up to TO.
   *
   * @param first the first token
   * @param start where the text starts, with the comments before the first token
   * @param end behind the text: white space goes, and before TO comments too
   * @param stop the semicolon, the end of the cell or TO
   */
  record Piece(Token first, int start, int end, Token stop, boolean extended) {}

  static boolean startsStatement(Scanner scanner, Token token) {
    return isOneOf(scanner, token, STATEMENTS);
  }

  /** The next statement from an offset on; empty ones are passed over. */
  Optional<Piece> next(int offset) {
    int from = offset;
    Token first = scanner.tokenAt(from);
    while (scanner.isSymbol(first, ';')) {
      from = first.end();
      first = scanner.tokenAt(from);
    }
    return first.is(Kind.END)
        ? Optional.empty()
        : Optional.of(piece(first, scanner.skipSpace(from)));
  }

  private Piece piece(Token first, int start) {
    Deque<Token> open = new ArrayDeque<>();
    Token before = first;
    Token beforeRun = first;
    Optional<Token> run = Optional.empty();
    Token token = first;
    while (!token.is(Kind.END) && !(open.isEmpty() && scanner.isSymbol(token, ';'))) {
      boolean to = open.isEmpty() && isTo(token, before);
      if (to && run.isEmpty()) {
        run = Optional.of(token);
        beforeRun = before;
      }
      if (to && extends_(first, token)) {
        return new Piece(first, start, beforeRun.end(), run.orElseThrow(), true);
      }
      run = to ? run : Optional.empty();
      track(token, open);
      before = token;
      token = scanner.tokenAt(token.end());
    }
    if (!open.isEmpty()) {
      Token bracket = open.pop();
      String message = "'%s' is never closed".formatted(scanner.text(bracket));
      throw new SyntaxException(message, scanner.position(bracket.start()), true);
    }
    return new Piece(first, start, scanner.skipSpaceBack(token.start()), token, false);
  }

  private void track(Token token, Deque<Token> open) {
    if (!token.is(Kind.SYMBOL)) {
      return;
    }
    char symbol = scanner.charAt(token.start());
    if (symbol == '(' || symbol == '[' || symbol == '{') {
      open.push(token);
    } else if (symbol == ')' || symbol == ']' || symbol == '}') {
      open.poll();
    }
  }

  private boolean isTo(Token token, Token before) {
    if (!scanner.isWord(token, "TO")) {
      return false;
    }
    boolean sigil =
        before.is(Kind.SYMBOL)
            && before.end() == token.start()
            && ".@#:$".indexOf(scanner.charAt(before.start())) >= 0;
    return !sigil && !scanner.isWord(before, "AS");
  }

  /** Whether an extension, maybe a misspelt or a misplaced one, starts at this TO. */
  private boolean extends_(Token first, Token to) {
    Token word = scanner.tokenAt(to.end());
    boolean operation = Operation.at(scanner, word).isPresent();
    if (isQuery(first)) {
      return operation || isMisspeltOperation(word);
    }
    if (first.equals(to) && isRefusedOrMisspelt(word)) {
      return true;
    }
    if (!operation) {
      return false;
    }
    if (isOneOf(scanner, first, OWN_TO) && !isFullExtension(word)) {
      return false;
    }
    throw needsQuery(first, to, word);
  }

  private boolean isQuery(Token first) {
    return scanner.isSymbol(first, '(') || isOneOf(scanner, first, QUERIES);
  }

  /** What the operation's own complaint explains better than the query that is missing. */
  private boolean isRefusedOrMisspelt(Token word) {
    return Operation.at(scanner, word)
        .map(operation -> operation.instead().isPresent())
        .orElseGet(() -> isMisspeltOperation(word));
  }

  /** One slip away from an operation, or unknown but used like one. */
  private boolean isMisspeltOperation(Token word) {
    boolean used = word.is(Kind.WORD) && scanner.tokenAt(word.end()).isName();
    if (!used || isOneOf(scanner, word, INTERVAL_FIELDS)) {
      return false;
    }
    String text = scanner.text(word);
    return Operation.names().stream().anyMatch(name -> NearestName.isOneSlip(text, name))
        || isFullExtension(word);
  }

  /** Whether a name and a clause follow the operation. */
  private boolean isFullExtension(Token operation) {
    TokenCursor cursor = new TokenCursor(scanner, operation.end());
    if (!cursor.peek().isName() || cursor.startsClause()) {
      return false;
    }
    cursor.modelName("a name");
    return Clause.at(scanner, cursor.peek()).isPresent() && cursor.startsClause();
  }

  private SyntaxException needsQuery(Token first, Token to, Token operation) {
    String name = "TO " + scanner.text(operation).toUpperCase(Locale.ROOT);
    String found =
        first.equals(to)
            ? "none is there"
            : "this statement begins with " + new Complaints(scanner).name(first);
    String message = "%s needs a query in front of it (SELECT … %s …), but %s";
    return new SyntaxException(message.formatted(name, name, found), scanner.position(to.start()));
  }

  private static boolean isOneOf(Scanner scanner, Token token, List<String> words) {
    return words.stream().anyMatch(word -> scanner.isWord(token, word));
  }
}
