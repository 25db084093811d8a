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
import org.sqlflow.text.Text;

/** Reads the statements without a query by the rows of the {@link Grammar}. */
final class CommandParser {
  /** Verbs with which a database shows a table of its own. */
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
        return Optional.of(read(command, start, cursor));
      }
    }
    new OtherForms(scanner).refuse(first);
    refuseMisspelled(first);
    return Optional.empty();
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
    Token behind = scanner.tokenAt(end);
    // DESCRIBE MODEL TYPE alone describes a model of that name.
    boolean alone = behind.is(Kind.END) || scanner.isSymbol(behind, ';');
    return name || (alone && command.words().size() > 2) ? -1 : end;
  }

  private Statement read(Command command, int start, TokenCursor cursor) {
    Set<String> keywords = new HashSet<>();
    Map<Slot, Name> names = new EnumMap<>(Slot.class);
    Optional<Value.Text> file = Optional.empty();
    List<String> possible = new ArrayList<>();
    String after = String.join(" ", command.words());
    for (Part part : command.parts()) {
      String words = String.join(" ", part.keywords());
      if (!words.isEmpty()) {
        if (!takeAll(part.keywords(), cursor)) {
          if (!part.optional()) {
            throw complaints.expected(List.of(words), part.keywords(), cursor.peek());
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
        } else {
          refuseMissing(command, slot, what, cursor);
          names.put(slot, cursor.modelName(what));
        }
        possible.clear();
      }
    }
    if (!cursor.atStatementEnd()) {
      new OtherForms(scanner).refuseBehind(command, start, cursor.peek());
      List<String> expected = new ArrayList<>(possible);
      expected.add("the end of the statement");
      throw complaints.expected(expected, possible, cursor.peek());
    }
    String text = scanner.text(start, cursor.lastEnd());
    return command
        .statement()
        .apply(new Match(text, scanner.position(start), keywords, names, file));
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

  /** Refuses only what no database takes for a statement: a verb, a misspelled noun, a name. */
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
    Token behind = scanner.tokenAt(name.end());
    boolean shape =
        noun.is(Kind.WORD)
            && (name.isName() || name.is(Kind.STRING))
            && (behind.is(Kind.END)
                || scanner.isSymbol(behind, ';')
                || scanner.isWord(behind, "TO"));
    String word = scanner.text(noun);
    if (shape && nouns.stream().anyMatch(known -> NearestName.isOneSlip(word, known))) {
      String after = Text.of("%s after %s", Complaints.list(nouns, "or"), scanner.text(verb));
      throw complaints.expected(List.of(after), nouns, noun);
    }
  }
}
