package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Grammar.Clause;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Walks over the tokens of the extension and reads its names. */
final class TokenCursor {
  private static final String MODEL_SEPARATORS = "./:-";
  private static final char VERSION_MARK = '@';

  private final Scanner scanner;
  private final Complaints complaints;
  private Token current;
  private int lastEnd;

  TokenCursor(Scanner scanner, int from) {
    this.scanner = scanner.ofExtension();
    this.complaints = new Complaints(this.scanner);
    this.current = scanner.tokenAt(from);
    this.lastEnd = from;
  }

  Token peek() {
    return current;
  }

  Token peekSecond() {
    return scanner.tokenAt(current.end());
  }

  Token next() {
    Token taken = current;
    moveTo(taken.end());
    return taken;
  }

  /** Offset after the last token taken. */
  int lastEnd() {
    return lastEnd;
  }

  boolean at(String keyword) {
    return scanner.isWord(current, keyword);
  }

  boolean at(char symbol) {
    return scanner.isSymbol(current, symbol);
  }

  boolean take(char symbol) {
    boolean there = at(symbol);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(char symbol, String where) {
    if (!at(symbol)) {
      throw complaints.expected(Text.of("'%c' %s", symbol, where), current);
    }
    return next();
  }

  boolean atStatementEnd() {
    return current.is(Kind.END) || at(';');
  }

  /**
   * Whether the word here starts a clause, and is not a name of the same spelling: what follows can
   * start a clause's content and is not itself the start of a clause.
   */
  boolean startsClause() {
    if (!isClauseWord(current)) {
      return false;
    }
    Token second = peekSecond();
    Token third = scanner.tokenAt(second.end());
    if (second.is(Kind.WORD) && scanner.isSymbol(third, '=')) {
      return at(Clause.WITH.name());
    }
    return isClauseWord(second) ? !startsBody(third) && !third.is(Kind.END) : startsBody(second);
  }

  private boolean isClauseWord(Token token) {
    return Clause.at(scanner, token).isPresent() || scanner.isWord(token, "FOR");
  }

  private boolean startsBody(Token token) {
    return token.isName() || token.is(Kind.STRING) || scanner.isSymbol(token, '*');
  }

  /** A model's or an estimator's name: {@code . / : -} belong to it. */
  Name modelName(String what) {
    requireName(what);
    List<Token> pieces = pieces(MODEL_SEPARATORS);
    return joined(pieces);
  }

  /** The name of a trained model, maybe with its version: {@code m@2}. */
  Name trainedModel(String what) {
    Name name = modelName(what);
    if (scanner.charAt(lastEnd) != VERSION_MARK) {
      return name;
    }
    Token number = scanner.tokenAt(lastEnd + 1);
    boolean isNumber =
        number.is(Kind.NUMBER)
            && number.start() == lastEnd + 1
            && scanner.text(number).matches("[1-9]\\d{0,8}");
    if (!isNumber) {
      String message =
          "expected the number of a version after %1$s@, such as %1$s@1, but found %2$s";
      throw complaints.at(number, Text.of(message, name, complaints.name(number)));
    }
    moveTo(number.end());
    return new Name(
        name.text() + VERSION_MARK + scanner.text(number), name.quoted(), name.position());
  }

  /**
   * The name of a model to make. It has no version: each training adds the next one.
   *
   * @param what is expected, in words
   */
  Name newModel(String what) {
    Name name = modelName(what);
    Token mark = current;
    if (scanner.isSymbol(mark, VERSION_MARK) && mark.start() == lastEnd) {
      String message = "%1$s gets its next version by itself: write %1$s without %2$s";
      Token number = scanner.tokenAt(mark.end());
      throw complaints.at(mark, Text.of(message, name, "@" + scanner.text(number)));
    }
    if (name.quoted() && name.text().matches("(?s).*@\\d{1,9}")) {
      String message = "the name of a model can't end with @ and a number, which names a version";
      throw new SyntaxException(message, name.position(), false);
    }
    return name;
  }

  /** A name that keeps its dots: {@code employee.salary}. */
  Name dottedName(String what) {
    requireName(what);
    return joined(pieces("."));
  }

  /** A name part by part: {@code catalog.schema.table}. */
  List<Name> nameParts(String what) {
    requireName(what);
    return pieces(".").stream().map(this::name).toList();
  }

  /** A word with its dots at this place, without moving over it. */
  Optional<Token> dottedWord() {
    if (!current.is(Kind.WORD)) {
      return Optional.empty();
    }
    int end = current.end();
    while (scanner.charAt(end) == '.' && scanner.wordEnd(end + 1) > end + 1) {
      end = scanner.wordEnd(end + 1);
    }
    return Optional.of(new Token(Kind.WORD, current.start(), end));
  }

  void moveTo(int offset) {
    lastEnd = offset;
    current = scanner.tokenAt(offset);
  }

  private void requireName(String what) {
    if (current.is(Kind.STRING)) {
      String message = "expected %s, but found %s; quote a name with \" or `";
      throw complaints.at(current, Text.of(message, what, complaints.name(current)));
    }
    if (current.is(Kind.NUMBER)) {
      String message = "expected %s, but found %s; put a name that starts with a digit in \" or `";
      throw complaints.at(current, Text.of(message, what, complaints.name(current)));
    }
    if (!current.isName() || startsClause()) {
      throw complaints.expected(what, current);
    }
  }

  private List<Token> pieces(String separators) {
    List<Token> pieces = new ArrayList<>();
    Token piece = current;
    pieces.add(notEmpty(piece));
    while (separatorAt(piece.end(), separators)) {
      piece = pieceAt(piece.end() + 1);
      pieces.add(notEmpty(piece));
    }
    moveTo(piece.end());
    return pieces;
  }

  private boolean separatorAt(int offset, String separators) {
    char c = scanner.charAt(offset);
    char then = scanner.charAt(offset + 1);
    return c != 0
        && separators.indexOf(c) >= 0
        && !scanner.startsComment(offset)
        && (then == '"' || then == '`' || scanner.wordEnd(offset + 1) > offset + 1);
  }

  private Token pieceAt(int offset) {
    int end = scanner.wordEnd(offset);
    return end > offset ? new Token(Kind.WORD, offset, end) : scanner.tokenAt(offset);
  }

  private Token notEmpty(Token piece) {
    if (scanner.content(piece).isEmpty()) {
      throw complaints.at(piece, "a name can't be empty");
    }
    return piece;
  }

  private Name name(Token piece) {
    return new Name(scanner.content(piece), piece.isQuotedName(), scanner.position(piece.start()));
  }

  /** Pieces and the separators between them, as one name. */
  private Name joined(List<Token> pieces) {
    StringBuilder text = new StringBuilder();
    for (Token piece : pieces) {
      if (text.length() > 0) {
        text.append(scanner.charAt(piece.start() - 1));
      }
      text.append(scanner.content(piece));
    }
    boolean quoted = pieces.stream().anyMatch(Token::isQuotedName);
    return new Name(text.toString(), quoted, scanner.position(pieces.get(0).start()));
  }
}
