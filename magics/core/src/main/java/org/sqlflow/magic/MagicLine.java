package org.sqlflow.magic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.syntax.NearestName;

/**
 * The magic line: {@code [--as name] [--limit n] [--quiet] [--persist table] [--debug] [--connect
 * URL [--alias name]] [--connections] [name <<] [SQL …]}.
 *
 * @param connect the URL or alias of the database to use
 * @param alias the name for that connection
 * @param connections whether to list the connections
 * @param end where in the cell it ends and the statements begin
 */
record MagicLine(
    CellOptions options,
    Optional<String> connect,
    Optional<String> alias,
    boolean connections,
    int end) {
  private static final Pattern OPTION = Pattern.compile("\\G[ \\t]*--([A-Za-z][\\w-]*)");
  private static final Pattern VALUE = Pattern.compile("\\G(?:[ \\t]+|=)([^\\s-][^\\s]*)");
  private static final Pattern BINDING =
      Pattern.compile("\\G[ \\t]*([\\p{L}_][\\p{L}\\p{N}_]*)[ \\t]*<<");

  /** Reads the line of a cell, from where the magic's own word ends. */
  static MagicLine read(String cell, int from) {
    return new Reader(cell, from).read();
  }

  /** One line under way. */
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
        bindTo = Optional.of(binding.group(1));
        at = binding.end();
      }
      if (alias.isPresent() && connect.isEmpty()) {
        throw wrong(aliasStart, "--alias names a connection: write --connect URL before it");
      }
      CellOptions options = new CellOptions(bindTo, limit, quiet, persist, debug);
      return new MagicLine(options, connect, alias, connections, at);
    }

    private void take(String option, int start) {
      switch (MagicOption.of(option).orElseThrow(() -> unknown(option, start))) {
        case QUIET -> quiet = true;
        case DEBUG -> debug = true;
        case AS -> bindTo = Optional.of(value(option, start, "a name"));
        case PERSIST -> persist = Optional.of(value(option, start, "a Java table's name"));
        case CONNECT -> connect = Optional.of(value(option, start, "a URL or an alias"));
        case ALIAS -> {
          aliasStart = start;
          alias = Optional.of(value(option, start, "a name"));
        }
        case CONNECTIONS -> connections = true;
        case LIMIT -> limit = number(value(option, start, "a number of rows, 0 for all"), start);
      }
    }

    private String value(String option, int start, String what) {
      Matcher value = VALUE.matcher(cell);
      if (!value.find(at)) {
        throw wrong(start, option + " needs " + what + " behind it");
      }
      at = value.end();
      return value.group(1);
    }

    private int number(String text, int start) {
      if (!text.matches("\\d{1,9}")) {
        throw wrong(start, "--limit takes a number of rows, 0 for all, not " + text);
      }
      return Integer.parseInt(text);
    }

    private MagicException unknown(String option, int start) {
      String hint =
          NearestName.question(option, MagicOption.names())
              .orElse("there are " + String.join(", ", MagicOption.names()));
      return wrong(
          start, "unknown option " + option + "; " + hint + " (a comment needs a space behind --)");
    }

    private MagicException wrong(int start, String message) {
      return new MagicException(ErrorText.at(cell, start, message));
    }
  }
}
