package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Statement.StandardSql;

/** Reads the text of a cell. */
public final class SqlflowParser {
  private SqlflowParser() {}

  /**
   * The statements of a cell, in order; none for a cell of comments and semicolons.
   *
   * @throws SyntaxException where the text is no statement; standard SQL is the database's to judge
   *     and only has to be whole: its strings, quoted names and comments closed
   */
  public static List<Statement> parse(String cellText) {
    Scanner scanner = new Scanner(cellText);
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
        ? new ExtensionParser(scanner, cursor, sql).parse()
        : new CommandParser(scanner).parse(piece.first(), piece.start(), cursor).orElse(sql);
  }
}
