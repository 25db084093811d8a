package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlflow.completion.Place.Wanted;
import org.sqlflow.completion.PlaceReader.Fit;
import org.sqlflow.syntax.Grammar;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Token;

/** Finds what fits at a place of standard SQL, or of a statement about models. */
final class SqlPlace {
  private static final List<String> FIRST_STATEMENTS =
      List.of("SELECT", "FROM", "WITH", "CREATE TABLE", "CREATE OR REPLACE TABLE", "CREATE VIEW");
  private static final List<String> OTHER_STATEMENTS =
      List.of(
          "SHOW TABLES",
          "DESCRIBE",
          "SUMMARIZE",
          "DROP TABLE",
          "INSERT INTO",
          "UPDATE",
          "DELETE FROM",
          "COPY",
          "ATTACH",
          "PIVOT",
          "EXPLAIN");

  /** Words that are followed by an expression. */
  private static final Set<String> BEFORE_OPERAND =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "ON",
          "BY",
          "HAVING",
          "QUALIFY",
          "WHEN",
          "THEN",
          "ELSE",
          "CASE",
          "BETWEEN",
          "LIKE",
          "ILIKE",
          "IN",
          "SET",
          "RETURNING");

  private static final List<String> TO =
      List.of(
          "TO TRAIN",
          "TO PREDICT",
          "TO EVALUATE",
          "TO EXPLAIN",
          "TO DESCRIBE",
          "TO RETRAIN",
          "TO COMPARE",
          "TO MONITOR");
  private static final List<String> TAIL =
      List.of("ORDER BY", "LIMIT", "UNION ALL", "UNION", "EXCEPT", "INTERSECT");
  private static final List<String> OPERATORS =
      List.of("AND", "OR", "IN", "BETWEEN", "LIKE", "ILIKE", "IS NULL", "IS NOT NULL", "NOT");
  private static final List<String> OPERANDS =
      List.of("CASE", "NOT", "NULL", "TRUE", "FALSE", "EXISTS", "INTERVAL", "DATE");

  /** What may follow a complete expression or table of a clause. */
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

  /** Words that only certain words can follow. */
  private static final Map<String, List<String>> FOLLOWING =
      Map.of(
          "SHOW", List.of("TABLES", "ALL TABLES", "DATABASES"),
          "DROP", List.of("TABLE", "VIEW", "SCHEMA", "SEQUENCE"),
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
    return command().orElseGet(this::sql);
  }

  /** How statements start. */
  static List<String> statements(List<Grammar.Command> commands) {
    return join(
        FIRST_STATEMENTS,
        commands.stream().map(command -> String.join(" ", command.words())).toList(),
        OTHER_STATEMENTS);
  }

  /** What fits in a command of the grammar; nothing where the statement is standard SQL. */
  private Optional<Fit> command() {
    List<String> furtherWords = new ArrayList<>();
    Optional<Fit> found = Optional.empty();
    for (Grammar.Command command : tokens.commands()) {
      int words = 0;
      while (words < command.words().size() && tokens.isWord(words, command.words().get(words))) {
        words++;
      }
      if (words == command.words().size()) {
        Fit fit = parts(command, words);
        List<String> all = new ArrayList<>(furtherWords);
        found.ifPresent(earlier -> all.addAll(earlier.keywords()));
        fit.keywords().stream().filter(word -> !all.contains(word)).forEach(all::add);
        // Several commands may start with these words.
        boolean isFirst = found.isEmpty() || found.get().wanted().isEmpty();
        found = Optional.of((isFirst ? fit : found.get()).or(List.copyOf(all)));
      }
      if (words > 1 && words == before.size()) {
        furtherWords.add(rest(command.words(), words));
      }
    }
    return found;
  }

  private static String rest(List<String> words, int from) {
    return String.join(" ", words.subList(from, words.size()));
  }

  private Fit parts(Grammar.Command command, int from) {
    int at = from;
    List<String> keywords = new ArrayList<>();
    for (Grammar.Part part : command.parts()) {
      int read = 0;
      while (read < part.keywords().size() && tokens.isWord(at + read, part.keywords().get(read))) {
        read++;
      }
      boolean open = at + read == before.size();
      if (read < part.keywords().size()) {
        if (open && read > 0) {
          return Fit.keywords(List.of(rest(part.keywords(), read)));
        }
        if (open) {
          keywords.add(rest(part.keywords(), 0));
        }
        if (!part.optional()) {
          return Fit.keywords(keywords);
        }
        continue;
      }
      at += read;
      if (part.slot().isPresent()) {
        if (open) {
          Fit slot = names(part.slot().get());
          return slot.keywords().isEmpty() ? slot.or(keywords) : slot;
        }
        at = tokens.nameEnd(before, at);
        keywords.clear();
      }
    }
    return at == before.size() ? Fit.keywords(keywords) : Fit.NOTHING;
  }

  private static Fit names(Grammar.Slot slot) {
    return switch (slot) {
      case MODEL, NEW_MODEL -> Fit.names(Wanted.MODEL);
      case ESTIMATOR -> Fit.names(Wanted.ESTIMATOR);
      case VERSION -> Fit.keywords(List.of("="));
      case FILE, GROUP_NAMES -> Fit.NOTHING;
    };
  }

  private Fit sql() {
    Token previous = before.get(last);
    String word =
        previous.is(Token.Kind.WORD) && !tokens.isSymbol(last - 1, '.')
            ? scanner.text(previous).toUpperCase(Locale.ROOT)
            : "";
    List<String> nouns = last == 0 ? nouns(word) : List.of();
    if (word.equals("DESCRIBE") && last == 0) {
      return Fit.names(Wanted.TABLE).or(join(nouns, List.of("SELECT")));
    }
    if (FOLLOWING.containsKey(word) || !nouns.isEmpty()) {
      return Fit.keywords(join(nouns, FOLLOWING.getOrDefault(word, List.of())));
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

  /** What follows the verb of a command. */
  private List<String> nouns(String verb) {
    Stream<Grammar.Command> commands =
        tokens.commands().stream().filter(command -> command.verb().equals(verb));
    return commands.map(command -> rest(command.words(), 1)).sorted().toList();
  }

  /** Whether an expression continues with a column, a function or a value. */
  private boolean expectsOperand(Token previous, String word) {
    if (previous.is(Token.Kind.SYMBOL)) {
      boolean star = scanner.isSymbol(previous, '*');
      return scanner.step(previous) >= 0 && !(star && isWholeStar());
    }
    return BEFORE_OPERAND.contains(word);
  }

  /** Whether a star means all columns, not a product. */
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

  /** The word that starts the clause of the place, in the same brackets. */
  private String clause() {
    int depth = 0;
    for (int i = last; i >= 0; i--) {
      Token token = before.get(i);
      depth -= scanner.step(token);
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
