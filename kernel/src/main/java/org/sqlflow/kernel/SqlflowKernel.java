package org.sqlflow.kernel;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.cell.Cell;
import org.sqlflow.kernel.cell.CellEditing;
import org.sqlflow.kernel.cell.CellReader;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.connection.CellInput;
import org.sqlflow.kernel.connection.CellStreams;
import org.sqlflow.kernel.connection.KernelConnection;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.display.OutputLimit;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JShellInterpreter;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.kernel.java.NoJava;
import org.sqlflow.kernel.process.TablesawStart;
import org.sqlflow.kernel.protocol.Handlers;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The kernel: runs {@code %%sqlflow} cells by the magic and other cells by JShell, with the base
 * library's sockets and messages. Creating one is cheap; {@link #warmUp} loads what the first cells
 * need.
 */
public final class SqlflowKernel extends BaseKernel {
  private static final String NAME = "sqlflow";
  private static final long CELL_END_MS = 150;

  /** Cells of a notebook that runs as a whole follow each other faster than this. */
  private static final long QUIET_MS = 500;

  private static final Logger LOG = Logger.getLogger(SqlflowKernel.class.getName());

  private final SqlflowMagic magic;
  private final JavaInterpreter java;
  private final Displays displays;
  private final Cells cells;
  private final CellEditing editing;
  private final CellStreams streams = new CellStreams(System.getenv());
  private final String version;

  /**
   * A kernel with Java cells where this JVM has {@code jdk.jshell}.
   *
   * @param version the product's version, for {@code kernel_info}
   */
  public SqlflowKernel(SqlflowMagic magic, String version) {
    this.magic = magic;
    this.version = version;
    this.displays = new Displays(getRenderer(), OutputLimit.bytes(System.getenv()));
    KernelSession session = new KernelSession(magic, displays);
    this.java = java(session);
    this.cells = new Cells(magic, java, displays, session);
    this.editing = new CellEditing(magic, java, cells);
  }

  private static JavaInterpreter java(KernelSession session) {
    return ModuleLayer.boot().findModule("jdk.jshell").isPresent()
        ? new JShellInterpreter(session)
        : new NoJava();
  }

  @Override
  public void becomeHandlerForConnection(JupyterConnection connection) {
    super.becomeHandlerForConnection(connection);
    KernelConnection kernelConnection = (KernelConnection) connection;
    CellInput input = new CellInput(kernelConnection.input(), streams);
    Handlers.Identity identity =
        new Handlers.Identity(NAME, version, getLanguageInfo(), getBanner(), getHelpLinks());
    new Handlers(identity, cells, editing, streams, input, getCommManager(), this::stopRunningCell)
        .register(kernelConnection);
    System.setIn(input);
  }

  /** From now on, the output of this process goes to the cells. */
  public void captureStreams() {
    streams.start();
    System.setOut(streams.out());
    System.setErr(streams.err());
  }

  /**
   * Loads what the first cells need, the most likely first; JShell, which keeps a processor busy
   * for two seconds, only while no cell runs.
   */
  public void warmUp() {
    List<Callable<?>> steps =
        List.of(
            Executors.callable(TablesawStart::load),
            Executors.callable(magic::warmUp),
            Executors.callable(this::warmUpTables),
            () -> {
              cells.awaitQuiet(QUIET_MS);
              java.warmUp();
              return null;
            });
    for (Callable<?> step : steps) {
      try {
        step.call();
      } catch (Throwable thrown) { // the cell that needs it will report it
        LOG.log(Level.FINE, "warm-up failed", thrown);
      }
    }
  }

  private void warmUpTables() {
    displays.of((Object) Table.create("warm-up", IntColumn.create("a", new int[] {1})));
  }

  @Override
  public DisplayData eval(String code) {
    return cells.run(code, 0, CellDisplay.NOWHERE).orElse(null);
  }

  @Override
  public void interrupt() {
    cells.interrupt();
  }

  private void stopRunningCell() {
    cells.interrupt();
    long end = System.nanoTime() + CELL_END_MS * 1_000_000;
    try {
      while (cells.isRunning() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    streams.flush();
  }

  @Override
  public String isComplete(String code) {
    if (code == null || code.isBlank() || CellReader.asksForHelp(code)) {
      return IS_COMPLETE_YES;
    }
    if (CellReader.isSql(code)) {
      return isCompleteSql(code);
    }
    return switch (java.completeness(CellReader.withoutJavaMagic(code))) {
      case COMPLETE -> IS_COMPLETE_YES;
      case INVALID -> IS_COMPLETE_BAD;
      case UNKNOWN -> IS_COMPLETE_MAYBE;
      case INCOMPLETE -> "    ";
    };
  }

  private String isCompleteSql(String code) {
    try {
      return CellReader.read(code) instanceof Cell.Sqlflow sql
          ? switch (magic.state(sql.text(), sql.from())) {
            case COMPLETE -> IS_COMPLETE_YES;
            case INCOMPLETE -> "";
            case INVALID -> IS_COMPLETE_BAD;
          }
          : IS_COMPLETE_YES;
    } catch (CellException misplaced) {
      return IS_COMPLETE_YES; // running it says what is wrong
    }
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    // A language that other tools know, since they highlight, split and convert cells by it.
    return new LanguageInfo.Builder("sql")
        .version(version)
        .mimetype("text/x-sql")
        .fileExtension(".sql")
        .pygments("sql")
        .codemirror("sql")
        .build();
  }

  @Override
  public String getBanner() {
    return "SQLFlow for the JVM "
        + version
        + " on Java "
        + System.getProperty("java.version")
        + "\n"
        + "Cells of SQL begin with SELECT, CREATE, SHOW … or with %%sqlflow; other cells are"
        + " Java.\n"
        + "_ is the last result; sqlflow? shows the language.";
  }

  @Override
  public List<LanguageInfo.Help> getHelpLinks() {
    return List.of(
        new LanguageInfo.Help("SQL of DuckDB", "https://duckdb.org/docs/sql/introduction"),
        new LanguageInfo.Help("Tablesaw", "https://jtablesaw.github.io/tablesaw/"));
  }
}
