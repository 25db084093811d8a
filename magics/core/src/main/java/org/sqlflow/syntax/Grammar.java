package org.sqlflow.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The grammar as a table: one row for each statement about models, and one for each operation after
 * TO. The parser, completion and the error messages read it, so a new statement needs one row here.
 */
public final class Grammar {
  private Grammar() {}

  /** What stands at one place of a command. */
  public enum Slot {
    MODEL("the name of a model"),
    NEW_MODEL("a name for the model"),
    ESTIMATOR("the name of an estimator"),
    VERSION("= and the number of a version"),
    FILE("the path of a file, in quotes,"),
    GROUP_NAMES("the groups' names in brackets");

    private final String description;

    Slot(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /**
   * A part of a command after its first words.
   *
   * @param keywords the words that introduce it; may be empty
   * @param slot what follows them, if anything does
   * @param optional whether the part may be missing
   */
  public record Part(List<String> keywords, Optional<Slot> slot, boolean optional) {
    /** A name or a file that must be there. */
    public static Part of(Slot slot) {
      return new Part(List.of(), Optional.of(slot), false);
    }

    /** Keywords that must be there, with what follows them. */
    public static Part of(String keywords, Slot slot) {
      return new Part(List.of(keywords.split(" ")), Optional.of(slot), false);
    }

    /** Keywords that may be missing. */
    public static Part optional(String keywords) {
      return new Part(List.of(keywords.split(" ")), Optional.empty(), true);
    }

    /** Keywords with a name or a file after them, which may be missing together. */
    public static Part optional(String keywords, Slot slot) {
      return new Part(List.of(keywords.split(" ")), Optional.of(slot), true);
    }
  }

  /**
   * A statement without a query in front of it.
   *
   * @param words the words it starts with, at least two
   * @param parts what follows them
   * @param statement makes the statement from what was read
   */
  public record Command(
      List<String> words, List<Part> parts, Function<Match, Statement> statement) {
    /** A row of the table. */
    public static Command of(String words, Function<Match, Statement> statement, Part... parts) {
      return new Command(List.of(words.split(" ")), List.of(parts), statement);
    }

    /** The verb of the command. */
    public String verb() {
      return words.get(0);
    }

    /** The word after the verb. */
    public String noun() {
      return words.get(1);
    }
  }

  /**
   * A command that was read.
   *
   * @param text the command as written
   * @param position where it starts
   * @param keywords the optional keywords that were there
   * @param names the names, by slot
   * @param file the path, where the command has one
   * @param version the number of a version, where the command has one
   * @param groups the groups' names, where the command has them
   */
  public record Match(
      String text,
      Position position,
      Set<String> keywords,
      Map<Slot, Name> names,
      Optional<Value.Text> file,
      Optional<Value.Whole> version,
      List<Statement.GroupName> groups) {
    Name name(Slot slot) {
      return Optional.ofNullable(names.get(slot)).orElseThrow();
    }
  }

  /** The commands. Of two that start alike, the one with more words comes first. */
  public static final List<Command> COMMANDS =
      List.of(
          Command.of("SHOW MODELS", m -> new Statement.ShowModels(m.text(), m.position())),
          Command.of(
              "SHOW VERSIONS",
              m -> new Statement.ShowVersions(m.text(), m.position(), m.name(Slot.MODEL)),
              Part.of("IN MODEL", Slot.MODEL)),
          Command.of(
              "ALTER MODEL",
              m ->
                  new Statement.SetDefaultVersion(
                      m.text(), m.position(), m.name(Slot.MODEL), m.version().orElseThrow()),
              Part.of(Slot.MODEL),
              Part.of("SET DEFAULT_VERSION", Slot.VERSION)),
          Command.of(
              "SHOW TRAIN",
              m -> new Statement.ShowTrain(m.text(), m.position(), m.name(Slot.MODEL)),
              Part.of(Slot.MODEL)),
          Command.of(
              "DROP MODEL",
              m ->
                  new Statement.DropModel(
                      m.text(),
                      m.position(),
                      m.name(Slot.MODEL),
                      m.keywords().contains("IF EXISTS")),
              Part.optional("IF EXISTS"),
              Part.of(Slot.MODEL)),
          Command.of(
              "DESCRIBE MODEL TYPE",
              m -> new Statement.DescribeType(m.text(), m.position(), m.name(Slot.ESTIMATOR)),
              Part.of(Slot.ESTIMATOR)),
          Command.of(
              "DESCRIBE MODEL",
              m -> new Statement.DescribeModel(m.text(), m.position(), m.name(Slot.MODEL)),
              Part.of(Slot.MODEL)),
          Command.of(
              "EXPORT MODEL",
              m ->
                  new Statement.ExportModel(
                      m.text(), m.position(), m.name(Slot.MODEL), m.file().orElseThrow()),
              Part.of(Slot.MODEL),
              Part.of("TO", Slot.FILE)),
          Command.of(
              "IMPORT MODEL",
              m ->
                  new Statement.ImportModel(
                      m.text(),
                      m.position(),
                      m.file().orElseThrow(),
                      Optional.ofNullable(m.names().get(Slot.NEW_MODEL))),
              Part.of(Slot.FILE),
              Part.optional("AS", Slot.NEW_MODEL)),
          Command.of(
              "ALTER MODEL",
              m -> new Statement.NameGroups(m.text(), m.position(), m.name(Slot.MODEL), m.groups()),
              Part.of(Slot.MODEL),
              Part.of("NAME GROUPS", Slot.GROUP_NAMES)));

  /** The words that start a clause after an operation. */
  public enum Clause {
    WITH,
    COLUMN,
    LABEL,
    USING,
    INTO;

    /** The clause that a token starts, if it is one of these words. */
    public static Optional<Clause> at(Scanner scanner, Token token) {
      return Arrays.stream(values()).filter(c -> scanner.isWord(token, c.name())).findFirst();
    }
  }

  /** What can be done with the rows of a query: the word after TO. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  public enum Operation {
    TRAIN(List.of(Clause.WITH, Clause.COLUMN, Clause.LABEL, Clause.USING, Clause.INTO)),
    PREDICT(List.of(Clause.WITH, Clause.USING)),
    EVALUATE(List.of(Clause.WITH, Clause.LABEL, Clause.INTO)),
    EXPLAIN(List.of(Clause.WITH, Clause.COLUMN, Clause.USING, Clause.INTO)),
    DESCRIBE(List.of(Clause.INTO)),
    RETRAIN(List.of(Clause.WITH, Clause.INTO)),
    COMPARE(List.of(Clause.INTO)),
    MONITOR(List.of(Clause.WITH, Clause.INTO)),
    RUN(List.of()),
    MAXIMIZE(List.of()),
    MINIMIZE(List.of());

    private final List<Clause> clauses;

    Operation(List<Clause> clauses) {
      this.clauses = clauses;
    }

    /** The operation of a token, supported or not. */
    public static Optional<Operation> at(Scanner scanner, Token token) {
      return Arrays.stream(values()).filter(o -> scanner.isWord(token, o.name())).findFirst();
    }

    /** The operations that are supported. */
    public static List<String> names() {
      return Arrays.stream(values())
          .filter(operation -> operation.instead().isEmpty())
          .map(Operation::name)
          .toList();
    }

    /** Whether INTO names a model, and not a table. */
    public boolean makesModel() {
      return this == TRAIN || this == RETRAIN;
    }

    /** The clauses that may follow. */
    public List<Clause> clauses() {
      return clauses;
    }

    /** The clause that must be there. */
    public Optional<Clause> required() {
      return switch (this) {
        case TRAIN -> Optional.of(Clause.INTO);
        case PREDICT -> Optional.of(Clause.USING);
        default -> Optional.empty();
      };
    }

    /** What a clause of this operation holds. */
    String describe(Clause clause) {
      return switch (clause) {
        case WITH -> "an attribute (name = value)";
        case COLUMN -> "a column";
        case LABEL -> "a column's name";
        case USING -> this == EXPLAIN ? "an explainer's name" : "the name of a trained model";
        case INTO -> makesModel() ? "a name for the model" : "a table's name";
      };
    }

    /** For an operation of SQLFlow that is not supported: what to do instead. */
    public Optional<String> instead() {
      return switch (this) {
        case RUN ->
            Optional.of(
                "it ran a program in a container; prepare the rows in the query in front of TO"
                    + " TRAIN or in a Java cell");
        case MAXIMIZE, MINIMIZE ->
            Optional.of("it called a solver of optimization problems; call one from a Java cell");
        default -> Optional.empty();
      };
    }
  }
}
