package org.sqlflow.kernel.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jline.utils.Signals;
import org.sqlflow.kernel.error.CellException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sqlflow run}: runs a notebook or a script from top to bottom, until the first error. */
@Command(
    name = "run",
    description = {
      "Runs the cells of a notebook or a script of SQL from top to bottom, until the first error.",
      "Results go to the standard output, progress and errors to the error stream."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:everything ran", "1:a cell failed", "2:wrong usage", "130:interrupted"},
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  static final int FAILED = 1;
  static final int INTERRUPTED = 130;

  /** The file that means the standard input. */
  private static final String INPUT = "-";

  @Parameters(
      paramLabel = "FILE",
      description = "a notebook (.ipynb), a script of SQL, or - for a script from the input")
  private String file = INPUT;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "the value of $${NAME}; a notebook sets its own in the cell tagged parameters")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--connect",
      paramLabel = "URL",
      description =
          "the database: a URL or a name in connections.ini; by default SQLFLOW_DATASOURCE, else"
              + " sqlflow.duckdb in the folder")
  private Optional<String> connect = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or csv or json: only result sets, each with all its rows")
  private Format format = Format.TEXT;

  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "also writes the cells, reports and charts to one page")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec command;

  private final Surroundings surroundings;
  private volatile boolean interrupted;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (html.filter(page -> SourceFile.isNotebook(page.toString())).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--html " + html.get() + ": this is a notebook, not a page");
    }
    html.map(page -> surroundings.folder().resolve(page)).ifPresent(RunCommand::requireFolder);
    if (file.equals(INPUT)) {
      return run(SourceFile.readScript("the script", surroundings.in()), surroundings.folder());
    }
    Path path = surroundings.folder().resolve(file).normalize();
    SourceFile source = SourceFile.read(file, path);
    if (!source.isNotebook()) {
      return run(source, surroundings.folder());
    }
    return path.getParent().equals(surroundings.cellFolder())
        ? run(source, path.getParent())
        : FolderOfNotebook.run(
            path.getParent(), command.commandLine().getParent().getParseResult().originalArgs());
  }

  /** Refuses a page that could not be written when everything has run. */
  private static void requireFolder(Path page) {
    Path folder = page.toAbsolutePath().normalize().getParent();
    if (Files.isDirectory(page) || folder == null) {
      throw new CommandException("--html " + page + ": this is a folder: name a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandException("--html " + page + ": there is no folder " + folder);
    }
  }

  private int run(SourceFile source, Path folder) {
    CellValues values = CellValues.of(parameters);
    values.checkUsedIn(source);
    Optional<HtmlPage> page = html.map(unused -> new HtmlPage(source.name()));
    PrintStream printed = format == Format.TEXT ? surroundings.out() : surroundings.err();
    System.setOut(page.map(html -> html.printing(printed)).orElse(printed));
    System.setErr(page.map(html -> html.printing(surroundings.err())).orElse(surroundings.err()));
    CellEngine engine = CellEngine.in(folder, surroundings.environment(), connect);
    engine.cells().advise(name -> "set it by -p " + name + "=…");
    Thread closing = new Thread(engine::close, "sqlflow-close");
    Runtime.getRuntime().addShutdownHook(closing);
    Object earlier = Signals.register("INT", () -> interrupt(engine));
    try {
      return run(source, values, engine, page);
    } finally {
      page.ifPresent(written -> written.write(surroundings.folder().resolve(html.orElseThrow())));
      Signals.unregister("INT", earlier);
      end(engine, closing);
    }
  }

  private static void end(CellEngine engine, Thread closing) {
    try {
      Runtime.getRuntime().removeShutdownHook(closing);
      engine.close();
    } catch (IllegalStateException ending) {
      // The process is ending: the hook closes the engine.
    }
  }

  private void interrupt(CellEngine engine) {
    if (interrupted) {
      Runtime.getRuntime().halt(INTERRUPTED); // the first request did not help
    }
    interrupted = true;
    engine.cells().interrupt();
  }

  private int run(
      SourceFile source, CellValues values, CellEngine engine, Optional<HtmlPage> page) {
    TerminalProgress progress =
        new TerminalProgress(surroundings.err(), surroundings.errIsTerminal());
    CellPrinter printer =
        new CellPrinter(
            surroundings.out(),
            surroundings.err(),
            format,
            page,
            progress,
            prompt ->
                Optional.ofNullable(System.console())
                    .map(console -> console.readPassword("%s", prompt))
                    .map(String::new));
    boolean declares = source.code().stream().anyMatch(SourceFile.Piece.Code::hasParameters);
    if (!declares) {
      values.applyTo(engine.cells());
    }
    for (SourceFile.Piece piece : source.pieces()) {
      if (piece instanceof SourceFile.Piece.Markdown words) {
        page.ifPresent(html -> html.markdown(words.text()));
      } else if (piece instanceof SourceFile.Piece.Code code && !code.isSkipped()) {
        page.ifPresent(html -> html.code(code.text()));
        Optional<CellException> error = run(source, code, engine, printer);
        if (error.isPresent()) {
          report(source, code, error.get());
          page.ifPresent(html -> html.error(error.get().lines()));
          if (interrupted || !code.mayFail()) {
            return interrupted ? INTERRUPTED : FAILED;
          }
        }
        if (code.hasParameters()) {
          values.applyTo(engine.cells());
        }
      }
      if (interrupted) { // between two cells
        return INTERRUPTED;
      }
    }
    return 0;
  }

  private Optional<CellException> run(
      SourceFile source, SourceFile.Piece.Code code, CellEngine engine, CellPrinter printer) {
    try {
      Optional<DisplayData> result =
          source.isNotebook()
              ? engine.cells().run(code.text(), code.number(), printer)
              : engine.cells().runScript(code.text(), code.number(), printer);
      result.ifPresent(printer::show);
      return Optional.empty();
    } catch (CellException error) {
      return Optional.of(error);
    } finally {
      printer.endCell();
    }
  }

  private void report(SourceFile source, SourceFile.Piece.Code code, CellException error) {
    List<String> lines = error.lines().isEmpty() ? List.of(error.name()) : error.lines();
    String place = source.name() + (source.isNotebook() ? ", cell " + code.number() : "");
    surroundings.err().println(place + ": " + lines.get(0));
    lines.stream().skip(1).forEach(surroundings.err()::println);
    surroundings.err().flush();
  }
}
