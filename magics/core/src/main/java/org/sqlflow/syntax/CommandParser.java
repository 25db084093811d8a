package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.syntax.Grammar.Command;
import org.sqlflow.syntax.Grammar.Match;
import org.sqlflow.syntax.Grammar.Part;
import org.sqlflow.syntax.Grammar.Slot;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Text;

/** Reads the statements without a query by the rows of the {@link Grammar}. */
final class CommandParser {
  /** Verbs with which a database shows its own tables. */
  private static final Set<String> VERBS_OF_TABLES = Set.of("SHOW", "DESCRIBE");

  private final Scanner scanner;
  private final Complaints complaints;
  private final List<Command> commands;

  CommandParser(Scanner scanner, List<Command> commands) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
    this.commands = commands;
  }

  /** The command that starts with this token, read to its end; nothing for standard SQL. */
  Optional<Statement> parse(Token first, int start, TokenCursor cursor) {
    for (Command command : commands) {
      int end = endOfWords(command, first);
      if (end >= 0) {
        cursor.moveTo(end);
        return Optional.of(read(meant(command, end), start, cursor));
      }
    }
    if (scanner.isWord(first, "RETRAIN")) {
      throw retrainAfterQuery(first, cursor);
    }
    new OtherForms(scanner).refuse(first);
    refuseMisspelled(first);
    return Optional.empty();
  }

  /**
   * Of several commands that start with the same words, the one whose keywords follow the model's
   * name.
   */
  private Command meant(Command first, int end) {
    List<Command> all = commands.stream().filter(one -> one.words().equals(first.words())).toList();
    TokenCursor ahead = new TokenCursor(scanner, end);
    if (all.size() == 1 || !ahead.peek().isName()) {
      return first;
    }
    ahead.trainedModel("the name of a model");
    List<List<String>> keywords = all.stream().map(one -> one.parts().get(1).keywords()).toList();
    for (int i = 0; i < all.size(); i++) {
      if (scanner.isWord(ahead.peek(), keywords.get(i).get(0))) {
        return all.get(i);
      }
    }
    throw complaints.expected(
        keywords.stream().map(words -> String.join(" ", words)).toList(),
        keywords.stream().map(words -> words.get(0)).toList(),
        ahead.peek());
  }

  /** No database has a statement RETRAIN; the query that it trains on comes first here. */
  private SyntaxException retrainAfterQuery(Token first, TokenCursor cursor) {
    cursor.moveTo(first.end());
    String model = "model";
    String query = "SELECT …";
    String into = "";
    if (cursor.peek().isName()) {
      int start = cursor.peek().start();
      cursor.trainedModel("the name of a model after RETRAIN");
      model = scanner.text(start, cursor.lastEnd());
    }
    if (cursor.at("FROM") || cursor.at("ON")) {
      cursor.next();
      int start = cursor.peek().start();
      boolean isInBrackets = cursor.at('(');
      int depth = 0;
      int end = start;
      while (!cursor.atStatementEnd() && (depth > 0 || !cursor.at("INTO"))) {
        depth += scanner.step(cursor.peek());
        end = cursor.next().end();
      }
      boolean isQuery = isInBrackets && end - start > 2;
      query =
          isQuery
              ? scanner.text(start + 1, end - 1).strip()
              : end > start ? "SELECT * FROM " + scanner.text(start, end) : query;
    }
    if (cursor.at("INTO")) {
      int start = cursor.next().end();
      int name = cursor.peek().start();
      if (cursor.peek().isName()) {
        cursor.trainedModel("a name for the model after INTO");
        String written = scanner.text(name, cursor.lastEnd());
        into = written.equalsIgnoreCase(model) ? "" : scanner.text(start, cursor.lastEnd());
        into = into.isEmpty() ? "" : " INTO " + into.strip();
      }
    }
    return complaints.at(
        first,
        Text.of("RETRAIN comes after the query: write %s TO RETRAIN %s%s", query, model, into));
  }

  /** The end of the command's first words, or -1 where they are not there. */
  private int endOfWords(Command command, Token first) {
    Token token = first;
    int end = first.start();
    for (String word : command.words()) {
      token = end == first.start() ? first : scanner.tokenAt(end);
      if (!scanner.isWord(token, word)) {
        return -1;
      }
      end = token.end();
    }
    boolean name = scanner.charAt(end) == '.';
    Token following = scanner.tokenAt(end);
    // DESCRIBE MODEL TYPE alone describes a model of that name.
    boolean alone = following.is(Kind.END) || scanner.isSymbol(following, ';');
    return name || (alone && command.words().size() > 2) ? -1 : end;
  }

  private Statement read(Command command, int start, TokenCursor cursor) {
    Set<String> keywords = new HashSet<>();
    Map<Slot, Name> names = new EnumMap<>(Slot.class);
    Optional<Value.Text> file = Optional.empty();
    Optional<Value.Whole> version = Optional.empty();
    List<Statement.GroupName> groups = List.of();
    List<String> possible = new ArrayList<>();
    String after = String.join(" ", command.words());
    for (Part part : command.parts()) {
      String words = String.join(" ", part.keywords());
      if (!words.isEmpty()) {
        if (!takeAll(part.keywords(), cursor)) {
          if (!part.optional()) {
            throw missing(part.keywords(), cursor);
          }
          possible.add(words);
          continue;
        }
        keywords.add(words);
        after = words;
      }
      if (part.slot().isPresent()) {
        Slot slot = part.slot().get();
        String what = slot.description() + " after " + after;
        if (slot == Slot.FILE) {
          file = Optional.of(file(what, cursor));
        } else if (slot == Slot.VERSION) {
          version = Optional.of(version(what, cursor));
        } else if (slot == Slot.GROUP_NAMES) {
          groups = new GroupNamesParser(scanner, cursor).names();
        } else {
          refuseMissing(command, slot, what, cursor);
          names.put(slot, name(slot, what, cursor));
        }
        possible.clear();
      }
    }
    if (!cursor.atStatementEnd()) {
      new OtherForms(scanner).refuseAfter(command, start, cursor.peek());
      List<String> expected = new ArrayList<>(possible);
      expected.add("the end of the statement");
      throw complaints.expected(expected, possible, cursor.peek());
    }
    String text = scanner.text(start, cursor.lastEnd());
    return command
        .statement()
        .apply(new Match(text, scanner.position(start), keywords, names, file, version, groups));
  }

  private static Name name(Slot slot, String what, TokenCursor cursor) {
    return switch (slot) {
      case MODEL -> cursor.trainedModel(what);
      case NEW_MODEL -> cursor.newModel(what);
      default -> cursor.modelName(what);
    };
  }

  private Value.Whole version(String what, TokenCursor cursor) {
    if (!cursor.at('=')) {
      throw complaints.expected(what, cursor.peek());
    }
    cursor.next();
    Token token = cursor.peek();
    if (!token.is(Kind.NUMBER) || !scanner.text(token).matches("[1-9]\\d{0,8}")) {
      throw complaints.expected("the number of a version, from 1", token);
    }
    cursor.next();
    return new Value.Whole(Long.parseLong(scanner.text(token)), scanner.position(token.start()));
  }

  /** The error at the first of some keywords that is not there. */
  private SyntaxException missing(List<String> keywords, TokenCursor cursor) {
    String after = "";
    for (String keyword : keywords) {
      if (!cursor.at(keyword)) {
        return after.isEmpty()
            ? complaints.expected(
                List.of(String.join(" ", keywords)), keywords.subList(0, 1), cursor.peek())
            : complaints.expected(
                List.of(keyword + " after " + after), List.of(keyword), cursor.peek());
      }
      after = keyword;
      cursor.next();
    }
    throw new IllegalStateException(String.join(" ", keywords));
  }

  private boolean takeAll(List<String> keywords, TokenCursor cursor) {
    Token token = cursor.peek();
    for (String keyword : keywords) {
      if (!scanner.isWord(token, keyword)) {
        return false;
      }
      token = scanner.tokenAt(token.end());
    }
    keywords.forEach(keyword -> cursor.next());
    return true;
  }

  private Value.Text file(String what, TokenCursor cursor) {
    Token token = cursor.peek();
    if (!token.is(Kind.STRING) && !token.is(Kind.DOUBLE_QUOTED)) {
      throw complaints.expected(what, token);
    }
    cursor.next();
    if (scanner.content(token).isBlank()) {
      throw complaints.at(token, "the path of a file can't be empty");
    }
    return new Value.Text(scanner.content(token), true, scanner.position(token.start()));
  }

  /** Without a model's name, the database's own SHOW or DESCRIBE of a table may be meant. */
  private void refuseMissing(Command command, Slot slot, String what, TokenCursor cursor) {
    boolean table = slot == Slot.MODEL && VERBS_OF_TABLES.contains(command.verb());
    if (table && cursor.atStatementEnd()) {
      String message = "expected %s, but found %s; for a table of that name write \"%s\"";
      Token end = cursor.peek();
      String name = command.noun().toLowerCase(Locale.ROOT);
      throw complaints.at(end, Text.of(message, what, complaints.name(end), name));
    }
  }

  /** Refuses a verb, a misspelled noun and a name, which no database takes for a statement. */
  private void refuseMisspelled(Token verb) {
    List<String> nouns =
        commands.stream()
            .filter(command -> scanner.isWord(verb, command.verb()))
            .map(Command::noun)
            .distinct()
            .toList();
    Token noun = scanner.tokenAt(verb.end());
    if (nouns.isEmpty() || nouns.stream().anyMatch(known -> scanner.isWord(noun, known))) {
      return;
    }
    Token name = scanner.tokenAt(noun.end());
    Token following = scanner.tokenAt(name.end());
    boolean shape =
        noun.is(Kind.WORD)
            && (name.isName() || name.is(Kind.STRING))
            && (following.is(Kind.END)
                || scanner.isSymbol(following, ';')
                || (scanner.isWord(name, "IN") && scanner.isWord(following, "MODEL"))
                || scanner.isWord(following, "TO"));
    String word = scanner.text(noun);
    if (shape && nouns.stream().anyMatch(known -> NearestName.isOneSlip(word, known))) {
      String after = Text.of("%s after %s", Text.list(nouns, "or"), scanner.text(verb));
      throw complaints.expected(List.of(after), nouns, noun);
    }
  }
}
