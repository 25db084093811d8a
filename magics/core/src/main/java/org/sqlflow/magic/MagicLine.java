package org.sqlflow.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sqlflow.text.NearestName;

/**
 * The magic line: {@code [--as name] [--limit n] [--quiet] [--persist table] [--debug] [--connect
 * URL [--alias name]] [--models URL] [--connections] [--save file] [--grid] [name <<] [SQL …]}.
 *
 * @param connect the URL or alias of the database to use
 * @param alias the name for that connection
 * @param models the URL or alias of the database that holds the models of that connection
 * @param connections whether to list the connections
 * @param end where in the cell it ends and the statements start
 */
record MagicLine(
    CellOptions options,
    Optional<String> connect,
    Optional<String> alias,
    Optional<String> models,
    boolean connections,
    int end) {
  private static final Pattern OPTION = Pattern.compile("\\G[ \\t]*--([A-Za-z][\\w-]*)");
  private static final Pattern VALUE =
      Pattern.compile(
          "\\G(?:[ \\t]+|=)(?:\"([^\"\\n]+)\"(?!\\S)|'([^'\\n]+)'(?!\\S)|([^\\s-][^\\s]*))");
  private static final Pattern BINDING =
      Pattern.compile("\\G[ \\t]*([\\p{L}_][\\p{L}\\p{N}_]*)[ \\t]*<<");

  /** The options of the magic line. */
  enum Option {
    AS("--as", Optional.of("name"), "binds the last result to a Java variable, as `name <<` does"),
    LIMIT("--limit", Optional.of("n"), "shows n rows of a result; 0 shows all, 10 is the default"),
    QUIET("--quiet", Optional.empty(), "shows nothing but errors"),
    CONNECT(
        "--connect",
        Optional.of("URL"),
        "switches to another database: a URL such as postgresql://user@host/database, the alias"
            + " of an earlier connection, or a name in connections.ini"),
    MODELS(
        "--models",
        Optional.of("URL"),
        "keeps the models of this connection in another database: a URL, or an alias"),
    ALIAS("--alias", Optional.of("name"), "names the connection that --connect makes"),
    CONNECTIONS("--connections", Optional.empty(), "lists the connections"),
    PERSIST("--persist", Optional.of("table"), "writes a Java table into the database"),
    SAVE(
        "--save",
        Optional.of("file"),
        "writes the last result to a file; its extension says the format: .parquet, .csv, .tsv,"
            + " .json or .xlsx"),
    GRID("--grid", Optional.empty(), "shows results in a box to scroll, sort and filter"),
    DEBUG(
        "--debug",
        Optional.empty(),
        "shows the Java stack trace of this cell's error, or in an empty cell that of the last"
            + " error");

    private final String text;
    private final Optional<String> value;
    private final String meaning;

    Option(String text, Optional<String> value, String meaning) {
      this.text = text;
      this.value = value;
      this.meaning = meaning;
    }

    static List<String> names() {
      return Arrays.stream(values()).map(Option::text).toList();
    }

    static Optional<Option> of(String text) {
      return Arrays.stream(values()).filter(option -> option.text.equals(text)).findFirst();
    }

    String text() {
      return text;
    }

    /** What it takes, if anything. */
    Optional<String> value() {
      return value;
    }

    String meaning() {
      return meaning;
    }
  }

  /** No options: the whole text is statements. */
  static MagicLine none() {
    return new MagicLine(
        CellOptions.NONE, Optional.empty(), Optional.empty(), Optional.empty(), false, 0);
  }

  /** Reads the line of a cell, from where the magic's name ends. */
  static MagicLine read(String cell, int from) {
    return new Reader(cell, from).read();
  }

  /** Reads one line. */
  private static final class Reader {
    private final String cell;
    private int at;
    private Optional<String> bindTo = Optional.empty();
    private int limit = CellOptions.ROWS_SHOWN;
    private boolean quiet;
    private Optional<String> persist = Optional.empty();
    private boolean debug;
    private Optional<String> connect = Optional.empty();
    private Optional<String> alias = Optional.empty();
    private Optional<String> models = Optional.empty();
    private Optional<String> save = Optional.empty();
    private boolean grid;
    private boolean limited;
    private int aliasStart;
    private boolean connections;

    Reader(String cell, int from) {
      this.cell = cell;
      this.at = from;
    }

    MagicLine read() {
      Matcher option = OPTION.matcher(cell);
      while (option.find(at)) {
        at = option.end();
        take("--" + option.group(1), option.start(1) - 2);
      }
      Matcher binding = BINDING.matcher(cell);
      if (binding.find(at)) {
        bindTo
            .filter(name -> !name.equals(binding.group(1)))
            .ifPresent(
                name -> {
                  throw wrong(
                      binding.start(1),
                      "--as " + name + " and " + binding.group(1) + " << both name it: keep one");
                });
        bindTo = Optional.of(binding.group(1));
        at = binding.end();
      }
      if (alias.isPresent() && connect.isEmpty()) {
        throw wrong(aliasStart, "--alias needs --connect URL: it names that connection");
      }
      int rows = grid && !limited ? CellOptions.ROWS_OF_GRID : limit;
      CellOptions options = new CellOptions(bindTo, rows, quiet, persist, debug, save, grid);
      return new MagicLine(options, connect, alias, models, connections, at);
    }

    private void take(String option, int start) {
      switch (Option.of(option).orElseThrow(() -> unknown(option, start))) {
        case QUIET -> quiet = true;
        case DEBUG -> debug = true;
        case AS -> bindTo = Optional.of(value(option, start, "a name"));
        case PERSIST -> persist = Optional.of(value(option, start, "a Java table's name"));
        case CONNECT -> connect = Optional.of(value(option, start, "a URL or an alias"));
        case ALIAS -> {
          aliasStart = start;
          alias = Optional.of(value(option, start, "a name"));
        }
        case MODELS -> models = Optional.of(value(option, start, "a URL or an alias"));
        case CONNECTIONS -> connections = true;
        case GRID -> grid = true;
        case SAVE -> {
          String file = value(option, start, "a file");
          if (!file.contains("${") && ResultFile.Format.of(file).isEmpty()) {
            throw wrong(start, ResultFile.WRONG_ENDING);
          }
          save = Optional.of(file);
        }
        case LIMIT -> {
          limit = number(value(option, start, "a number of rows (0 for all)"), start);
          limited = true;
        }
      }
    }

    private String value(String option, int start, String what) {
      Matcher value = VALUE.matcher(cell);
      if (!value.find(at)) {
        throw wrong(start, option + " needs " + what + " after it");
      }
      at = value.end();
      return Stream.of(value.group(1), value.group(2), value.group(3))
          .filter(Objects::nonNull)
          .findFirst()
          .orElseThrow();
    }

    private int number(String text, int start) {
      if (!text.matches("\\d{1,9}")) {
        throw wrong(start, "--limit takes a number of rows (0 for all), but found " + text);
      }
      return Integer.parseInt(text);
    }

    private MagicException unknown(String option, int start) {
      String hint =
          NearestName.question(option, Option.names())
              .orElse("the options are " + String.join(", ", Option.names()));
      return wrong(
          start, "unknown option " + option + "; " + hint + " (a comment needs a space after --)");
    }

    private MagicException wrong(int start, String message) {
      return MagicException.at(cell, start, message);
    }
  }
}
