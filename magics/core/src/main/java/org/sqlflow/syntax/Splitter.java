package org.sqlflow.syntax;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Grammar.Clause;
import org.sqlflow.syntax.Grammar.Operation;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Text;

/**
 * Finds by tokens alone where a statement ends and where standard SQL ends inside it, so it works
 * for every dialect.
 *
 * <p>Standard SQL ends at the first TO outside brackets with an operation after it. Only a query
 * can be extended this way; in {@code ALTER … RENAME TO predict} or {@code GRANT … TO train} the
 * word is a name. TO itself is reserved in SQL and names nothing unless AS or a qualifier stands
 * before it.
 */
public final class Splitter {
  private static final List<String> QUERIES =
      List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE", "PIVOT", "UNPIVOT");

  /** Statements whose own syntax has a TO with a name after it. */
  private static final List<String> OWN_TO =
      List.of(
          "ALTER", "COPY", "CREATE", "EXPORT", "GRANT", "REASSIGN", "RENAME", "ROLLBACK", "SET");

  private static final List<String> INTERVAL_FIELDS =
      List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

  private static final List<String> STATEMENTS =
      List.of("SELECT", "SHOW", "DROP", "DESCRIBE", "CREATE", "INSERT", "UPDATE", "DELETE");

  private final Scanner scanner;

  Splitter(Scanner scanner) {
    this.scanner = scanner;
  }

  /**
   * A statement up to its semicolon, or up to TO.
   *
   * @param first the first token
   * @param start where the text starts, with the comments before the first token
   * @param end the end of the text, without white space
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
    Deque<Bracket> open = new ArrayDeque<>();
    Optional<Token> run = Optional.empty();
    Token before = first;
    Token token = first;
    while (!token.is(Kind.END) && !scanner.isSymbol(token, ';')) {
      boolean to = isTo(token, before);
      run = !to ? Optional.empty() : run.isPresent() ? run : Optional.of(token);
      if (to && open.isEmpty() && startsExtension(first, token)) {
        return piece(start, first, run.orElseThrow(), true);
      }
      if (to && !open.isEmpty() && operationAfter(token).isPresent()) {
        open.element().note(run.orElseThrow());
      }
      track(token, open);
      before = token;
      token = scanner.tokenAt(token.end());
    }
    // The database refuses a bracket that is never closed; a TO inside it still counts.
    Optional<Token> inOpenBracket =
        open.stream()
            .flatMap(bracket -> bracket.to.stream())
            .min(Comparator.comparingInt(Token::start))
            .filter(to -> isQuery(scanner, first));
    return piece(start, first, inOpenBracket.orElse(token), inOpenBracket.isPresent());
  }

  private Piece piece(int start, Token first, Token stop, boolean extended) {
    int end = Math.max(start, scanner.skipSpaceBack(stop.start()));
    return new Piece(first, start, end, stop, extended);
  }

  /** A bracket that is open, and the first TO with an operation right inside it. */
  private static final class Bracket {
    private Optional<Token> to = Optional.empty();

    void note(Token token) {
      to = to.or(() -> Optional.of(token));
    }
  }

  private void track(Token token, Deque<Bracket> open) {
    int step = scanner.step(token);
    if (step > 0) {
      open.push(new Bracket());
    } else if (step < 0) {
      open.poll();
    }
  }

  /** How deep brackets nest in a text. */
  static int nesting(Scanner scanner) {
    int depth = 0;
    int deepest = 0;
    for (Token t = scanner.tokenAt(0); !t.is(Kind.END); t = scanner.tokenAt(t.end())) {
      depth = Math.max(0, depth + scanner.step(t));
      deepest = Math.max(deepest, depth);
    }
    return deepest;
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

  private Optional<Operation> operationAfter(Token to) {
    return Operation.at(scanner, scanner.tokenAt(to.end()));
  }

  /** Whether an extension, maybe a misspelled or a misplaced one, starts at this TO. */
  private boolean startsExtension(Token first, Token to) {
    Token word = scanner.tokenAt(to.end());
    Optional<Operation> operation = operationAfter(to);
    if (isQuery(scanner, first)) {
      return operation.isPresent() || isMisspelledOperation(word);
    }
    boolean alone = first.equals(to);
    if (operation.isEmpty()) {
      return alone && isMisspelledOperation(word);
    }
    if (alone && operation.get().instead().isPresent()) {
      return true;
    }
    if (isOneOf(scanner, first, OWN_TO) && !isFullExtension(word)) {
      return false;
    }
    throw needsQuery(first, to, operation.get());
  }

  /** Whether a statement that starts with this token is a query. */
  public static boolean isQuery(Scanner scanner, Token first) {
    return scanner.isSymbol(first, '(') || isOneOf(scanner, first, QUERIES);
  }

  /** One slip away from an operation, or unknown but used like one. */
  private boolean isMisspelledOperation(Token word) {
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
    TokenCursor cursor = new TokenCursor(scanner.ofExtension(), operation.end());
    if (!cursor.peek().isName() || cursor.startsClause()) {
      return false;
    }
    cursor.modelName("a name");
    return Clause.at(scanner, cursor.peek()).isPresent() && cursor.startsClause();
  }

  private SyntaxException needsQuery(Token first, Token to, Operation operation) {
    Complaints complaints = new Complaints(scanner);
    String found =
        first.equals(to) ? "there is none" : "this statement starts with " + complaints.name(first);
    String message = "TO %s needs a query in front of it (SELECT … TO %s …), but %s";
    return complaints.at(to, Text.of(message, operation, operation, found));
  }

  private static boolean isOneOf(Scanner scanner, Token token, List<String> words) {
    return words.stream().anyMatch(word -> scanner.isWord(token, word));
  }
}
