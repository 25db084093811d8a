package org.sqlflow.kernel.cell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.error.CellErrors;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.kernel.java.JavaNames;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.magic.CellState;
import org.sqlflow.magic.MagicException;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.Variables;
import tech.tablesaw.api.Table;

/**
 * Runs cells, one at a time, and keeps the last result for the next one. Only {@link #interrupt},
 * {@link #isRunning} and {@link #awaitQuiet} may come from other threads.
 */
public final class Cells {
  private static final long STOP_AGAIN_MS = 50;

  private final SqlflowMagic magic;
  private final JavaInterpreter java;
  private final Displays displays;
  private final KernelSession session;
  private final Map<String, Object> unbound = new LinkedHashMap<>();
  private UnaryOperator<String> advice = name -> "";
  private final Object stopping = new Object();
  private Optional<Object> last = Optional.empty();
  private Optional<CellException> lastError = Optional.empty();
  private boolean showsStackTrace;
  private boolean running;
  private boolean interrupted;
  private long ended = System.nanoTime();

  /** Runs SQL cells by the magic and other cells as Java with the session. */
  public Cells(SqlflowMagic magic, JavaInterpreter java, Displays displays, KernelSession session) {
    this.magic = magic;
    this.java = java;
    this.displays = displays;
    this.session = session;
  }

  /**
   * Runs a cell.
   *
   * @param number the cell's number
   * @param display shows outputs while the cell runs
   * @return the result of the cell, if any
   * @throws CellException for every error
   */
  public Optional<DisplayData> run(String code, int number, CellDisplay display) {
    return run(() -> CellReader.read(code), number, display);
  }

  /**
   * Runs a text that is SQL however it begins; otherwise as {@link #run(String, int, CellDisplay)}.
   */
  public Optional<DisplayData> runScript(String sql, int number, CellDisplay display) {
    return run(() -> CellReader.script(sql), number, display);
  }

  private Optional<DisplayData> run(Supplier<Cell> reading, int number, CellDisplay display) {
    synchronized (stopping) {
      running = true;
      interrupted = false;
    }
    showsStackTrace = false;
    session.attach(display);
    session.setVariables(variables());
    try {
      return run(reading.get(), number, display);
    } catch (Throwable thrown) { // an Error in a cell must not stop the kernel
      CellException error =
          wasStopped(thrown) ? CellErrors.interrupted(thrown) : CellErrors.of(thrown);
      lastError = Optional.of(error);
      throw showsStackTrace && !wasStopped(thrown) ? CellErrors.showingStackTrace(error) : error;
    } finally {
      synchronized (stopping) {
        running = false;
        ended = System.nanoTime();
      }
    }
  }

  /**
   * Whether an error is only the interruption. If a training has acknowledged the request to stop,
   * to keep its state, a later failure is a real error.
   */
  private boolean wasStopped(Throwable thrown) {
    boolean isRealError = thrown instanceof MagicException && !magic.isCancelled();
    return isInterrupted() && !isRealError;
  }

  private boolean isInterrupted() {
    synchronized (stopping) {
      return interrupted;
    }
  }

  private Optional<DisplayData> run(Cell cell, int number, CellDisplay display) {
    if (cell instanceof Cell.Sqlflow sql) {
      return runSql(sql, number, display);
    }
    if (cell instanceof Cell.ToDataframes call) {
      return Optional.of(displays.of((Object) toDataframes(call.name())));
    }
    if (cell instanceof Cell.Help help) {
      display.page(new Help(magic, java, displays).of(help.word()));
      return Optional.empty();
    }
    if (cell instanceof Cell.ClassPath added) {
      display.show(Displays.note(addToClassPath(added.lines())));
      return run(CellReader.read(added.rest()), number, display);
    }
    if (cell instanceof Cell.Java source) {
      return runJava(source.code(), number);
    }
    return Optional.empty();
  }

  private List<String> addToClassPath(List<String> lines) {
    Libraries libraries = new Libraries(Path.of("").toAbsolutePath(), this::isInterrupted);
    List<String> notes = new ArrayList<>();
    for (String line : lines) {
      List<Path> jars = libraries.of(line);
      magic.addJars(jars);
      java.addJars(jars);
      notes.add(Libraries.note(jars));
    }
    return notes;
  }

  private Optional<DisplayData> runSql(Cell.Sqlflow sql, int number, CellDisplay display) {
    OutputRelay relay =
        new OutputRelay(displays, display, UUID.randomUUID().toString(), magic::isCancelled);
    try {
      Result result = magic.run(sql.text(), sql.from(), variables(), relay);
      if (relay.options().debug() && isEmpty(sql)) {
        return Optional.of(
            lastError
                .map(error -> Displays.preformatted(CellErrors.withStackTrace(error)))
                .orElseGet(() -> Displays.note(List.of("no cell has failed yet"))));
      }
      last = Optional.of(result);
      session.keep(number, result);
      java.addResult(number);
      relay.options().bindTo().ifPresent(name -> bind(name, result));
      return relay.result();
    } catch (Throwable thrown) {
      relay.fail();
      showsStackTrace = relay.options().debug();
      if (thrown instanceof MagicException refused) {
        throw explained(refused, sql);
      }
      throw thrown;
    }
  }

  private void bind(String name, Result result) {
    if (result.size() == 0) {
      throw new MagicException(
          "the cell ran, but it returned no rows, so "
              + name
              + " is not assigned: end the cell with a query, or remove "
              + name
              + " <<");
    }
    unbound.put(name, result.to_dataframe());
  }

  private static MagicException explained(MagicException refused, Cell.Sqlflow sql) {
    return CellReader.misplacedMagic(sql.text(), sql.from())
        .map(hint -> new MagicException(refused.getMessage() + "\n" + hint, refused))
        .orElse(refused);
  }

  private boolean isEmpty(Cell.Sqlflow sql) {
    return magic.state(sql.text(), sql.from()) == CellState.INCOMPLETE;
  }

  private Optional<DisplayData> runJava(String code, int number) {
    bindAll();
    Optional<JavaInterpreter.Value> value;
    try {
      value =
          java.run(
              code,
              number,
              name -> {
                Table table = toDataframes(name);
                bindAll();
                return table;
              });
    } catch (CellException refused) {
      throw refused.name().equals(CellException.COMPILE_ERROR)
          ? OtherTools.meant(code.stripLeading(), refused.getMessage())
              .map(hint -> new CellException(refused.name(), refused.getMessage() + "\n" + hint))
              .orElse(refused)
          : refused;
    }
    value.ifPresent(v -> last = Optional.ofNullable(v.value()));
    return value.map(v -> displays.of(v.value()));
  }

  /** The variables that SQL cells can use. */
  public Variables variables() {
    return new Variables() {
      @Override
      public Optional<Object> value(String name) {
        return variable(name);
      }

      @Override
      public boolean isNull(String name) {
        return variable(name).isEmpty() && java.isDeclared(name);
      }

      @Override
      public String advice(String name) {
        return advice.apply(name);
      }

      @Override
      public List<String> tables() {
        Stream<String> tables =
            unbound.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Table)
                .map(Map.Entry::getKey);
        return Stream.concat(tables, java.tables().stream()).distinct().toList();
      }
    };
  }

  private Optional<Object> variable(String name) {
    return Optional.ofNullable(unbound.get(name)).or(() -> java.variable(name));
  }

  /**
   * Sets a variable of the cells, between two cells; {@code ${name}} in SQL reads it too.
   *
   * @throws CellException if no Java variable can have that name
   */
  public void set(String name, Object value) {
    JavaNames.requireName(name);
    unbound.put(name, value);
  }

  /** Sets what an error advises for a name in {@code ${name}} that no variable has. */
  public void advise(UnaryOperator<String> missing) {
    advice = missing;
  }

  /** Binds the last results for completion and documentation, if Java is started. */
  public void bindIfReady() {
    if (java.isReady()) {
      bindAll();
    }
  }

  private void bindAll() {
    unbound.forEach((name, value) -> java.bind(name, value.getClass(), value));
    unbound.clear();
  }

  private Table toDataframes(String name) {
    JavaNames.requireName(name);
    Object value =
        last.orElseThrow(
            () -> new CellException("NoResult", "no result yet; run a %%sqlflow cell first"));
    Table table;
    if (value instanceof Result result) {
      table = result.to_dataframe();
    } else if (value instanceof Table given) {
      table = given;
    } else {
      throw new CellException(
          CellErrors.SQLFLOW,
          "the last result is not a table but of type "
              + value.getClass().getSimpleName()
              + "; run the %%sqlflow cell again");
    }
    unbound.put(name, table);
    return table;
  }

  /**
   * The value of a Java expression outside of cells; {@code _} does not change.
   *
   * @throws CellException for every error
   */
  public Optional<DisplayData> evaluate(String expression, int number) {
    try {
      bindAll();
      return java.evaluate(expression, number).map(value -> displays.of(value.value()));
    } catch (Throwable thrown) {
      throw CellErrors.of(thrown);
    }
  }

  /** Stops the running cell soon, if there is one. Can be called from any thread. */
  public void interrupt() {
    synchronized (stopping) {
      if (!running) {
        return;
      }
      magic.cancel();
      if (interrupted) {
        return;
      }
      interrupted = true;
    }
    Thread stopper = new Thread(this::stopUntilEnded, "sqlflow-stop");
    stopper.setDaemon(true);
    stopper.start();
  }

  /** Repeats the request, since a cell that is just starting may miss it. */
  private void stopUntilEnded() {
    try {
      while (true) {
        synchronized (stopping) {
          if (!running || !interrupted) {
            return;
          }
          magic.cancelAgain();
          java.interrupt();
        }
        Thread.sleep(STOP_AGAIN_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until no cell has run for some milliseconds. Can be called from any thread. */
  public void awaitQuiet(long milliseconds) throws InterruptedException {
    while (true) {
      long left;
      synchronized (stopping) {
        long quiet = (System.nanoTime() - ended) / 1_000_000;
        left = running ? milliseconds : milliseconds - quiet;
      }
      if (left <= 0) {
        return;
      }
      Thread.sleep(left);
    }
  }

  /** Whether a cell runs. Can be called from any thread. */
  public boolean isRunning() {
    synchronized (stopping) {
      return running;
    }
  }
}
