package org.sqlflow.syntax;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sqlflow.syntax.Token.Kind;

/** Whether a cell can run as it is written, or waits for more text. */
public enum Completeness {
  /** It can run. */
  COMPLETE,
  /** A string, a comment, a bracket or a statement is open at the text's end. */
  INCOMPLETE,
  /** More text would not fix it. */
  INVALID;

  /** Words that no query ends with. */
  private static final Set<String> OPEN_WORDS =
      Set.of(
          "ALTER",
          "AND",
          "AS",
          "BETWEEN",
          "BY",
          "CASE",
          "CREATE",
          "CROSS",
          "DELETE",
          "DISTINCT",
          "DROP",
          "ELSE",
          "EXCEPT",
          "FROM",
          "FULL",
          "GROUP",
          "HAVING",
          "IN",
          "INNER",
          "INSERT",
          "INTERSECT",
          "INTO",
          "IS",
          "JOIN",
          "LEFT",
          "LIKE",
          "LIMIT",
          "NATURAL",
          "NOT",
          "OFFSET",
          "ON",
          "OR",
          "ORDER",
          "OUTER",
          "QUALIFY",
          "RIGHT",
          "SELECT",
          "THEN",
          "TO",
          "UNION",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE",
          "WITH");

  private static final String OPEN_SYMBOLS = ",.=<>+-/%|";

  /**
   * How far a text is written.
   *
   * @param rules how the database reads strings and comments
   */
  public static Completeness of(String cellText, LexicalRules rules) {
    try {
      List<Statement> statements = SqlflowParser.parse(cellText, rules);
      boolean open =
          !statements.isEmpty() && isOpen(cellText, rules, statements.get(statements.size() - 1));
      return open ? INCOMPLETE : COMPLETE;
    } catch (SyntaxException e) {
      return e.unfinished() ? INCOMPLETE : INVALID;
    }
  }

  private static boolean isOpen(String cellText, LexicalRules rules, Statement last) {
    Scanner scanner = new Scanner(cellText, rules);
    int end = last.position().offset() + last.text().length();
    boolean closed = !scanner.tokenAt(end).is(Kind.END);
    return last instanceof Statement.StandardSql
        && !closed
        && endsOpen(new Scanner(last.text(), rules));
  }

  /** Whether the last token of standard SQL asks for another one. */
  private static boolean endsOpen(Scanner scanner) {
    Token first = scanner.tokenAt(0);
    Token before = first;
    Token last = first;
    int depth = 0;
    for (Token t = first; !t.is(Kind.END); t = scanner.tokenAt(t.end())) {
      before = last;
      last = t;
      depth = Math.max(0, depth + scanner.step(t));
    }
    if (depth > 0) {
      return true;
    }
    if (last.is(Kind.SYMBOL)) {
      boolean star = scanner.isSymbol(last, '*') && !scanner.isWord(first, "FROM");
      return star || OPEN_SYMBOLS.contains(scanner.text(last));
    }
    // SET x = ON is complete, and so is a column t.order.
    boolean name = scanner.isSymbol(before, '.') || scanner.isWord(first, "SET");
    return last.is(Kind.WORD)
        && !name
        && OPEN_WORDS.contains(scanner.text(last).toUpperCase(Locale.ROOT));
  }
}
