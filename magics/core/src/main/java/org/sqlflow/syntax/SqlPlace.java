package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.Place.Wanted;
import org.sqlflow.syntax.PlaceReader.Fit;

/** What fits at a place of standard SQL, or of a statement about models. */
final class SqlPlace {
  /** How statements begin. */
  static final List<String> STATEMENTS =
      List.of(
          "SELECT",
          "FROM",
          "WITH",
          "CREATE TABLE",
          "CREATE OR REPLACE TABLE",
          "CREATE VIEW",
          "SHOW MODELS",
          "SHOW TRAIN",
          "SHOW TABLES",
          "DESCRIBE MODEL",
          "DESCRIBE MODEL TYPE",
          "DESCRIBE",
          "SUMMARIZE",
          "DROP MODEL",
          "DROP TABLE",
          "INSERT INTO",
          "UPDATE",
          "DELETE FROM",
          "COPY",
          "ATTACH",
          "PIVOT",
          "EXPLAIN");

  private static final List<String> TO =
      List.of("TO TRAIN", "TO PREDICT", "TO EVALUATE", "TO EXPLAIN");
  private static final List<String> TAIL =
      List.of("ORDER BY", "LIMIT", "UNION ALL", "UNION", "EXCEPT", "INTERSECT");
  private static final List<String> OPERATORS =
      List.of("AND", "OR", "IN", "BETWEEN", "LIKE", "ILIKE", "IS NULL", "IS NOT NULL", "NOT");
  private static final List<String> OPERANDS =
      List.of("CASE", "NOT", "NULL", "TRUE", "FALSE", "EXISTS", "INTERVAL", "DATE");

  /** What may follow a whole expression or table of a clause. */
  private static final Map<String, List<String>> AFTER =
      Map.ofEntries(
          Map.entry("SELECT", join(List.of("FROM", "AS"), OPERATORS, List.of("OVER", "FILTER"))),
          Map.entry("DISTINCT", List.of("FROM", "AS")),
          Map.entry(
              "FROM",
              join(
                  List.of("WHERE", "GROUP BY", "JOIN", "LEFT JOIN", "CROSS JOIN", "INNER JOIN"),
                  TAIL,
                  TO,
                  List.of("AS", "SELECT", "USING SAMPLE", "TABLESAMPLE"))),
          Map.entry("JOIN", join(List.of("ON", "USING", "AS", "WHERE", "GROUP BY"), TAIL, TO)),
          Map.entry("ON", join(OPERATORS, List.of("WHERE", "JOIN", "GROUP BY"), TAIL, TO)),
          Map.entry("WHERE", join(OPERATORS, List.of("GROUP BY"), TAIL, TO)),
          Map.entry("GROUP", join(List.of("HAVING", "QUALIFY"), TAIL, TO)),
          Map.entry("HAVING", join(OPERATORS, TAIL, TO)),
          Map.entry("QUALIFY", join(OPERATORS, TAIL, TO)),
          Map.entry("ORDER", join(List.of("ASC", "DESC", "NULLS LAST", "LIMIT"), TO)),
          Map.entry("LIMIT", join(List.of("OFFSET"), TO)),
          Map.entry("OFFSET", TO),
          Map.entry("TABLE", List.of("AS", "IF NOT EXISTS")),
          Map.entry("VIEW", List.of("AS", "IF NOT EXISTS")),
          Map.entry("UPDATE", List.of("SET")),
          Map.entry("SET", join(List.of("WHERE", "FROM"), OPERATORS)),
          Map.entry("INTO", List.of("SELECT", "VALUES", "FROM")),
          Map.entry("WHEN", List.of("THEN", "AND", "OR")),
          Map.entry("THEN", List.of("ELSE", "WHEN", "END")),
          Map.entry("ELSE", List.of("END")),
          Map.entry("CASE", List.of("WHEN")));

  /** Words that nothing but one of some words follows. */
  private static final Map<String, List<String>> FOLLOWING =
      Map.of(
          "SHOW", List.of("MODELS", "TRAIN", "TABLES", "ALL TABLES", "DATABASES"),
          "DROP", List.of("MODEL", "TABLE", "VIEW", "SCHEMA", "SEQUENCE"),
          "CREATE", List.of("TABLE", "OR REPLACE TABLE", "VIEW", "TEMP TABLE", "SCHEMA"),
          "REPLACE", List.of("TABLE", "VIEW", "TEMP TABLE"),
          "INSERT", List.of("INTO", "OR REPLACE INTO"),
          "DELETE", List.of("FROM"),
          "GROUP", List.of("BY"),
          "ORDER", List.of("BY"),
          "IS", List.of("NULL", "NOT NULL"),
          "UNION", List.of("ALL", "SELECT"));

  private static final List<String> BEFORE_TABLE =
      List.of("FROM", "JOIN", "UPDATE", "INTO", "DESCRIBE", "SUMMARIZE", "COPY", "PIVOT");

  private final PlaceTokens tokens;
  private final Scanner scanner;
  private final List<Token> before;
  private final int last;

  SqlPlace(PlaceTokens tokens) {
    this.tokens = tokens;
    this.scanner = tokens.scanner();
    this.before = tokens.before();
    this.last = before.size() - 1;
  }

  @SafeVarargs
  private static List<String> join(List<String>... lists) {
    List<String> all = new ArrayList<>();
    for (List<String> list : lists) {
      list.stream().filter(word -> !all.contains(word)).forEach(all::add);
    }
    return List.copyOf(all);
  }

  Fit fit() {
    return aboutModels().orElseGet(this::sql);
  }

  private Optional<Fit> aboutModels() {
    Fit model = Fit.names(Wanted.MODEL);
    boolean second = last == 1;
    if (tokens.isWord(0, "SHOW") && tokens.isWord(1, "TRAIN")) {
      return Optional.of(second ? model : Fit.NOTHING);
    }
    if (tokens.isWord(0, "DROP") && tokens.isWord(1, "MODEL")) {
      boolean exists = tokens.isWord(2, "IF");
      return Optional.of(
          second
              ? model.or(List.of("IF EXISTS"))
              : exists && last == 2
                  ? Fit.keywords(List.of("EXISTS"))
                  : exists && last == 3 ? model : Fit.NOTHING);
    }
    if (tokens.isWord(0, "DESCRIBE") && tokens.isWord(1, "MODEL")) {
      boolean type = tokens.isWord(2, "TYPE") && last == 2;
      return Optional.of(
          second ? model.or(List.of("TYPE")) : type ? Fit.names(Wanted.ESTIMATOR) : Fit.NOTHING);
    }
    return Optional.empty();
  }

  private Fit sql() {
    Token previous = before.get(last);
    String word =
        previous.is(Token.Kind.WORD) && !tokens.isSymbol(last - 1, '.')
            ? scanner.text(previous).toUpperCase(Locale.ROOT)
            : "";
    if (word.equals("DESCRIBE") && last == 0) {
      return Fit.names(Wanted.TABLE).or(List.of("MODEL", "MODEL TYPE", "SELECT"));
    }
    if (FOLLOWING.containsKey(word)) {
      return Fit.keywords(FOLLOWING.get(word));
    }
    if (BEFORE_TABLE.contains(word)) {
      return Fit.names(Wanted.TABLE);
    }
    boolean droppedTable = last >= 1 && tokens.isWord(last - 1, "DROP");
    if (word.equals("TABLE") || word.equals("VIEW")) {
      return droppedTable
          ? Fit.names(Wanted.TABLE).or(List.of("IF EXISTS"))
          : Fit.keywords(List.of("IF NOT EXISTS"));
    }
    if (word.equals("EXISTS") && tokens.isWord(0, "DROP")) {
      return Fit.names(Wanted.TABLE);
    }
    if (word.equals("AS")) {
      boolean query = !clause().equals("SELECT") && !clause().equals("FROM");
      return query ? Fit.keywords(List.of("SELECT", "FROM", "WITH")) : Fit.NOTHING;
    }
    if (tokens.isSymbol(last, ',') && clause().equals("FROM")) {
      return Fit.names(Wanted.TABLE);
    }
    return expectsOperand(previous, word) ? operand(word) : after();
  }

  /** Whether an expression goes on with a column, a function or a value. */
  private boolean expectsOperand(Token previous, String word) {
    if (previous.is(Token.Kind.SYMBOL)) {
      boolean star = scanner.isSymbol(previous, '*');
      return Splitter.step(scanner, previous) >= 0 && !(star && isWholeStar());
    }
    return SqlWords.BEFORE_OPERAND.contains(word);
  }

  /** A star that stands for all columns, and is no product. */
  private boolean isWholeStar() {
    return tokens.isWord(last - 1, "SELECT")
        || tokens.isWord(last - 1, "DISTINCT")
        || tokens.isSymbol(last - 1, ',')
        || tokens.isSymbol(last - 1, '.')
        || tokens.isSymbol(last - 1, '(');
  }

  private Fit operand(String word) {
    List<String> words = new ArrayList<>();
    if (tokens.isSymbol(last, '(')) {
      words.add("SELECT");
      if (tokens.isWord(last - 1, "FROM") || tokens.isWord(last - 1, "JOIN")) {
        return Fit.names(Wanted.TABLE).or(words);
      }
    }
    if (word.equals("SELECT")) {
      words.addAll(List.of("DISTINCT", "FROM"));
    }
    if (word.equals("BY")) {
      words.add("ALL");
    }
    words.addAll(OPERANDS);
    return Fit.names(Wanted.SOURCE_COLUMN, Wanted.SQL_FUNCTION).or(words);
  }

  private Fit after() {
    return Fit.keywords(AFTER.getOrDefault(clause(), List.of()));
  }

  /** The word that begins the clause of the place, in the same brackets. */
  private String clause() {
    int depth = 0;
    for (int i = last; i >= 0; i--) {
      Token token = before.get(i);
      depth -= Splitter.step(scanner, token);
      if (depth < 0) {
        return "";
      }
      String word = scanner.text(token).toUpperCase(Locale.ROOT);
      boolean name = tokens.isSymbol(i - 1, '.');
      if (depth == 0 && token.is(Token.Kind.WORD) && !name && AFTER.containsKey(word)) {
        return word;
      }
    }
    return "";
  }
}
