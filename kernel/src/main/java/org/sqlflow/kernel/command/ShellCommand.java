package org.sqlflow.kernel.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.sqlflow.kernel.error.CellErrors;
import org.sqlflow.kernel.error.CellException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sqlflow shell}: runs statements and cells that are typed at a terminal. */
@Command(
    name = "shell",
    description =
        "Runs what you type: SQL up to a semicolon, or Java. Tab completes, Ctrl-C stops a"
            + " statement, Ctrl-D ends.",
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  private static final String PROMPT = "sqlflow> ";
  private static final String GOES_ON = "    ...> ";
  private static final Set<String> ENDS = Set.of("exit", "quit", "\\q", ".exit", ".quit");
  private static final Set<String> HELP = Set.of("help", "\\?", ".help");
  private static final String HELP_TEXT =
      """
      SQL runs up to its semicolon, or at an empty line. Anything else is Java.
      sqlflow? shows the language, SHOW TABLES the tables, SHOW MODELS the models.
      %sqlflow --connect URL changes the database. exit or Ctrl-D ends.\
      """;

  @Option(
      names = "--connect",
      paramLabel = "URL",
      description =
          "the database: a URL or a name in connections.ini; by default SQLFLOW_DATASOURCE, else"
              + " sqlflow.duckdb in the folder")
  private Optional<String> connect = Optional.empty();

  private final Surroundings surroundings;
  private int number;

  ShellCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    // Only Windows needs a native library, so elsewhere none is unpacked.
    boolean isWindows = System.getProperty("os.name").startsWith("Windows");
    TerminalBuilder builder = TerminalBuilder.builder().name("sqlflow").dumb(true);
    try (Terminal terminal = (isWindows ? builder : builder.provider("exec")).build()) {
      return run(terminal);
    } catch (IOException e) {
      throw new CommandException("can't use this terminal: " + e.getMessage(), e);
    }
  }

  /** Runs what is typed at a terminal until it ends. */
  int run(Terminal terminal) {
    System.setOut(surroundings.out());
    System.setErr(surroundings.err());
    try (CellEngine engine =
        CellEngine.in(surroundings.folder(), surroundings.environment(), connect)) {
      LineReader reader = reader(terminal, engine);
      // While a line is read, the reader has its own handler.
      terminal.handle(Terminal.Signal.INT, signal -> engine.cells().interrupt());
      if (connect.isPresent() && !connects(engine)) {
        return RunCommand.FAILED;
      }
      terminal.writer().println("SQL ends with a semicolon. help shows more; exit or Ctrl-D ends.");
      terminal.flush();
      Thread warmUp = new Thread(engine.magic()::warmUp, "sqlflow-warm-up");
      warmUp.setDaemon(true);
      warmUp.start();
      while (true) {
        try {
          String text = reader.readLine(PROMPT);
          String word = text.strip();
          if (ENDS.contains(word)) {
            return 0;
          }
          if (HELP.contains(word)) {
            surroundings.out().println(HELP_TEXT);
          } else {
            run(text, reader, engine);
          }
        } catch (UserInterruptException nothingRuns) {
          terminal.flush(); // what was typed is dropped
        } catch (EndOfFileException end) {
          return 0;
        }
      }
    }
  }

  private LineReader reader(Terminal terminal, CellEngine engine) {
    Path history =
        Path.of(System.getProperty("user.home"))
            .resolve(surroundings.environment().getOrDefault("HOME", ""))
            .resolve(".sqlflow_history");
    ShellHistory.prepare(history);
    return LineReaderBuilder.builder()
        .appName("sqlflow")
        .terminal(terminal)
        .parser(new ShellLine.Reader(engine))
        .completer(
            (reader, line, candidates) ->
                ((ShellLine) line)
                    .completion()
                    .suggestions()
                    .forEach(
                        found ->
                            candidates.add(
                                new Candidate(
                                    found.text(),
                                    found.text(),
                                    null,
                                    found.type(),
                                    null,
                                    null,
                                    false))))
        .history(new ShellHistory())
        .variable(LineReader.HISTORY_FILE, history)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, GOES_ON)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.CASE_INSENSITIVE, true)
        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
        .build();
  }

  private boolean connects(CellEngine engine) {
    try {
      surroundings.out().println("Connected to " + engine.magic().database());
      return true;
    } catch (RuntimeException refused) {
      surroundings.err().println(CellErrors.of(refused).getMessage());
      return false;
    }
  }

  private void run(String text, LineReader reader, CellEngine engine) {
    number++;
    PrintStream err = surroundings.err();
    TerminalProgress progress = new TerminalProgress(err, surroundings.errIsTerminal());
    CellPrinter printer =
        new CellPrinter(
            surroundings.out(),
            err,
            Format.TEXT,
            Optional.empty(),
            progress,
            prompt -> Optional.of(reader.readLine(prompt, '\0')));
    try {
      engine.cells().run(text, number, printer).ifPresent(printer::show);
    } catch (CellException error) {
      printer.endCell();
      error.lines().forEach(err::println);
    } finally {
      printer.endCell();
      err.flush();
    }
  }
}
