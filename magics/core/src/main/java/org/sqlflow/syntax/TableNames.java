package org.sqlflow.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.syntax.Token.Kind;

/**
 * The names without a schema that a statement reads rows from, found by its tokens in any dialect.
 * Some of them may not be tables, such as a column after the FROM of {@code EXTRACT(year FROM d)};
 * none is missed after FROM, JOIN, USING or a comma between them.
 */
public final class TableNames {
  private static final Set<String> BEFORE_TABLE =
      Set.of("FROM", "JOIN", "USING", "SUMMARIZE", "DESCRIBE", "DESC", "TABLE", "PIVOT", "UNPIVOT");
  private static final Set<String> STILL_BEFORE_TABLE = Set.of("LATERAL", "ONLY");
  private static final Set<String> AFTER_TABLES =
      Set.of(
          "SELECT",
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "QUALIFY",
          "WINDOW",
          "SET",
          "VALUES",
          "RETURNING");

  private static final Set<String> CHANGES =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "ALTER", "DROP");
  private static final Set<String> BEFORE_CHANGED =
      Set.of("INTO", "FROM", "TABLE", "IF", "EXISTS", "ONLY", "OR", "REPLACE", "IGNORE");
  private static final Set<String> STORED = Set.of("VIEW", "MACRO", "FUNCTION");
  private static final Set<String> BEFORE_STORED =
      Set.of("OR", "REPLACE", "TEMP", "TEMPORARY", "RECURSIVE", "MATERIALIZED");

  private final Scanner scanner;
  private final List<Token> tokens = new ArrayList<>();

  /**
   * A name in a statement.
   *
   * @param text without quotes
   */
  public record TableName(String text, boolean isQuoted) {}

  /** What a bracket holds so far. */
  private static final class Level {
    private boolean inTables;
    private boolean expected;
  }

  private TableNames(String sql, LexicalRules rules) {
    this.scanner = new Scanner(sql, rules);
    Token token = scanner.tokenAt(0);
    while (!token.is(Kind.END)) {
      tokens.add(token);
      token = scanner.tokenAt(token.end());
    }
  }

  /**
   * The names in their order, each once, without those that WITH defines.
   *
   * @param sql a statement that was parsed before
   */
  public static List<TableName> in(String sql, LexicalRules rules) {
    TableNames names = new TableNames(sql, rules);
    Set<String> defined = names.defined();
    return names.read().stream()
        .filter(name -> !defined.contains(name.text().toLowerCase(Locale.ROOT)))
        .distinct()
        .toList();
  }

  /** The name of the table that a statement changes or drops, if it is of one part. */
  public static Optional<TableName> changed(String sql, LexicalRules rules) {
    TableNames names = new TableNames(sql, rules);
    int at = 0;
    if (names.tokens.isEmpty() || !CHANGES.contains(names.word(at))) {
      return Optional.empty();
    }
    do {
      at++;
    } while (BEFORE_CHANGED.contains(names.word(at)));
    boolean isName =
        at < names.tokens.size() && isName(names.tokens.get(at)) && !names.isPartOfName(at);
    return isName ? Optional.of(names.name(at)) : Optional.empty();
  }

  /** Whether a statement stores a query that runs later: a view or a macro. */
  public static boolean areForLater(String sql, LexicalRules rules) {
    TableNames names = new TableNames(sql, rules);
    int at = 0;
    if (!names.word(at).equals("CREATE")) {
      return false;
    }
    do {
      at++;
    } while (BEFORE_STORED.contains(names.word(at)));
    return STORED.contains(names.word(at));
  }

  private String word(int index) {
    return index < tokens.size() && tokens.get(index).is(Kind.WORD)
        ? scanner.text(tokens.get(index)).toUpperCase(Locale.ROOT)
        : "";
  }

  private TableName name(int index) {
    Token token = tokens.get(index);
    return new TableName(scanner.content(token), !token.is(Kind.WORD));
  }

  private List<TableName> read() {
    List<TableName> found = new ArrayList<>();
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Level level = levels.element();
      int step = scanner.step(token);
      if (step > 0) {
        Level inner = new Level();
        inner.expected = level.expected;
        inner.inTables = level.expected;
        level.expected = false;
        levels.push(inner);
      } else if (step < 0) {
        levels.pop();
        if (levels.isEmpty()) {
          levels.push(new Level());
        }
      } else if (scanner.isSymbol(token, ',')) {
        level.expected = level.inTables;
      } else if (token.is(Kind.WORD) && !isPartOfName(i) && isKeyword(token, level, i)) {
        continue;
      } else if (level.expected && isName(token) && !isOf(i + 1, ".(")) {
        level.expected = false;
        found.add(name(i));
      } else {
        level.expected = false;
      }
    }
    return found;
  }

  private boolean isKeyword(Token token, Level level, int index) {
    String word = scanner.text(token).toUpperCase(Locale.ROOT);
    boolean copies = word.equals("COPY") && isWord(index + 2, "TO");
    if ((copies || BEFORE_TABLE.contains(word)) && !isWord(index - 1, "DISTINCT")) {
      boolean joinsBy = word.equals("USING") && isOf(index + 1, "(");
      level.expected = !joinsBy;
      level.inTables = true;
      return true;
    }
    if (AFTER_TABLES.contains(word)) {
      level.inTables = false;
      level.expected = false;
      return true;
    }
    return STILL_BEFORE_TABLE.contains(word) && level.expected;
  }

  /** The names that WITH gives to queries, in lower case. */
  private Set<String> defined() {
    Set<String> defined = new HashSet<>();
    for (int i = 1; i < tokens.size(); i++) {
      boolean mayBe = isWord(i - 1, "WITH") || isWord(i - 1, "RECURSIVE") || isOf(i - 1, ",");
      if (mayBe && isName(tokens.get(i)) && isDefinition(i + 1)) {
        defined.add(scanner.content(tokens.get(i)).toLowerCase(Locale.ROOT));
      }
    }
    return defined;
  }

  private boolean isDefinition(int from) {
    int at = from;
    if (isOf(at, "(")) {
      int depth = 0;
      do {
        depth += scanner.step(tokens.get(at));
        at++;
      } while (depth > 0 && at < tokens.size());
    }
    return isWord(at, "AS")
        && (isOf(at + 1, "(") || isWord(at + 1, "MATERIALIZED") || isWord(at + 1, "NOT"));
  }

  private boolean isPartOfName(int index) {
    return isOf(index - 1, ".") || isOf(index + 1, ".");
  }

  private static boolean isName(Token token) {
    return token.is(Kind.WORD) || token.is(Kind.DOUBLE_QUOTED) || token.is(Kind.BACK_QUOTED);
  }

  private boolean isWord(int index, String word) {
    return index >= 0 && index < tokens.size() && scanner.isWord(tokens.get(index), word);
  }

  private boolean isOf(int index, String symbols) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).is(Kind.SYMBOL)
        && symbols.indexOf(scanner.charAt(tokens.get(index).start())) >= 0;
  }
}
