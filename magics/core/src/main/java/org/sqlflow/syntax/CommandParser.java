package org.sqlflow.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Reads the statements without a query: SHOW TRAIN, SHOW MODELS, DROP MODEL, DESCRIBE MODEL. */
final class CommandParser {
  private final Scanner scanner;
  private final Complaints complaints;

  CommandParser(Scanner scanner) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
  }

  private enum Command {
    SHOW_TRAIN("SHOW", "TRAIN"),
    SHOW_MODELS("SHOW", "MODELS"),
    DROP_MODEL("DROP", "MODEL"),
    DESCRIBE_MODEL("DESCRIBE", "MODEL");

    private final String verb;
    private final String noun;

    Command(String verb, String noun) {
      this.verb = verb;
      this.noun = noun;
    }
  }

  /** The command that starts with this token, read to its end; nothing for standard SQL. */
  Optional<Statement> parse(Token first, int start, TokenCursor cursor) {
    Token noun = scanner.tokenAt(first.end());
    for (Command command : Command.values()) {
      if (scanner.isWord(first, command.verb)) {
        if (scanner.isWord(noun, command.noun) && scanner.charAt(noun.end()) != '.') {
          cursor.moveTo(noun.end());
          return Optional.of(read(command, start, cursor));
        }
        refuseMisspelt(first, noun);
      }
    }
    return Optional.empty();
  }

  private Statement read(Command command, int start, TokenCursor cursor) {
    Position position = scanner.position(start);
    Statement statement =
        switch (command) {
          case SHOW_TRAIN -> {
            Name model = modelNotTable("SHOW TRAIN", "train", cursor);
            yield new Statement.ShowTrain(text(start, cursor), position, model);
          }
          case SHOW_MODELS -> new Statement.ShowModels(text(start, cursor), position);
          case DROP_MODEL -> drop(start, cursor);
          case DESCRIBE_MODEL -> describe(start, cursor);
        };
    if (!cursor.atStatementEnd()) {
      throw complaints.expected("the end of the statement", cursor.peek());
    }
    return statement;
  }

  private Statement drop(int start, TokenCursor cursor) {
    boolean ifExists = cursor.at("IF") && scanner.isWord(cursor.peekSecond(), "EXISTS");
    if (ifExists) {
      cursor.next();
      cursor.next();
    }
    Name model = model(ifExists ? "IF EXISTS" : "DROP MODEL", cursor);
    return new Statement.DropModel(text(start, cursor), scanner.position(start), model, ifExists);
  }

  private Statement describe(int start, TokenCursor cursor) {
    Position position = scanner.position(start);
    Token second = cursor.peekSecond();
    if (cursor.at("TYPE") && !second.is(Kind.END) && !scanner.isSymbol(second, ';')) {
      cursor.next();
      Name estimator = cursor.modelName("the name of an estimator after DESCRIBE MODEL TYPE");
      return new Statement.DescribeType(text(start, cursor), position, estimator);
    }
    Name model = modelNotTable("DESCRIBE MODEL", "model", cursor);
    return new Statement.DescribeModel(text(start, cursor), position, model);
  }

  private static Name model(String after, TokenCursor cursor) {
    return cursor.modelName("the name of a model after " + after);
  }

  /** Without a model's name, the database's own SHOW or DESCRIBE of a table may be meant. */
  private Name modelNotTable(String after, String table, TokenCursor cursor) {
    if (cursor.atStatementEnd()) {
      String message =
          "expected the name of a model after %s, but found %s; a table of that name is \"%s\"";
      Token end = cursor.peek();
      throw complaints.at(end, Text.of(message, after, complaints.name(end), table));
    }
    return model(after, cursor);
  }

  /** Only what the database could not take for a statement of its own: a verb, a slip, a name. */
  private void refuseMisspelt(Token verb, Token noun) {
    Token name = scanner.tokenAt(noun.end());
    Token behind = scanner.tokenAt(name.end());
    boolean shape =
        noun.is(Kind.WORD)
            && name.isName()
            && (behind.is(Kind.END) || scanner.isSymbol(behind, ';'));
    if (!shape || isNoun(verb, noun)) {
      return;
    }
    List<String> nouns =
        Arrays.stream(Command.values())
            .filter(command -> scanner.isWord(verb, command.verb))
            .map(command -> command.noun)
            .toList();
    String word = scanner.text(noun);
    if (nouns.stream().anyMatch(known -> NearestName.isOneSlip(word, known))) {
      String after = Text.of("%s after %s", Complaints.list(nouns, "or"), scanner.text(verb));
      throw complaints.expected(List.of(after), nouns, noun);
    }
  }

  private boolean isNoun(Token verb, Token noun) {
    return Arrays.stream(Command.values())
        .anyMatch(
            command -> scanner.isWord(verb, command.verb) && scanner.isWord(noun, command.noun));
  }

  private String text(int start, TokenCursor cursor) {
    return scanner.text(start, cursor.lastEnd());
  }
}
