package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Statement.StandardSql;

/** Parses the text of a cell. Safe for any thread. */
public final class SqlflowParser {
  private SqlflowParser() {}

  /** The statements of a cell for a database with the default {@link LexicalRules#STANDARD}. */
  public static List<Statement> parse(String cellText) {
    return parse(cellText, LexicalRules.STANDARD);
  }

  /**
   * The statements of a cell, in order; none for a cell of comments and semicolons.
   *
   * @param rules how the database reads strings and comments
   * @throws SyntaxException where the text is not a statement. Standard SQL is left to the
   *     database; here it only needs its strings, quoted names and comments closed
   */
  public static List<Statement> parse(String cellText, LexicalRules rules) {
    Scanner scanner = new Scanner(cellText, rules);
    Splitter splitter = new Splitter(scanner);
    List<Statement> statements = new ArrayList<>();
    int offset = 0;
    Optional<Splitter.Piece> piece = splitter.next(offset);
    while (piece.isPresent()) {
      TokenCursor cursor = new TokenCursor(scanner, piece.get().stop().start());
      statements.add(statement(scanner, piece.get(), cursor));
      offset = cursor.peek().end();
      piece = splitter.next(offset);
    }
    return List.copyOf(statements);
  }

  /** The statement of a piece; the cursor then stands at its semicolon or at the end. */
  private static Statement statement(Scanner scanner, Splitter.Piece piece, TokenCursor cursor) {
    StandardSql sql =
        new StandardSql(scanner.text(piece.start(), piece.end()), scanner.position(piece.start()));
    return piece.extended()
        ? new ExtensionParser(scanner.ofExtension(), cursor, sql).parse()
        : new CommandParser(scanner, Grammar.COMMANDS)
            .parse(piece.first(), piece.start(), cursor)
            .orElse(sql);
  }
}
