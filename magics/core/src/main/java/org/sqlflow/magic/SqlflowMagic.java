package org.sqlflow.magic;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Inspection;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Statements;
import org.sqlflow.statements.Workspace;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.SyntaxException;
import org.sqlflow.text.Text;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/**
 * The {@code %%sqlflow} magic: runs cells against one database connection. One cell runs at a time;
 * {@link #cancel} may come from any thread.
 */
public final class SqlflowMagic implements AutoCloseable {
  static {
    // Tablesaw's column types refer to each other while they are initialised: two threads that meet
    // them first at once, such as a cell and the warm-up, would wait for each other for ever.
    ColumnType.values();
  }

  /** How long an editor may wait for the database. */
  private static final Duration LOOKUP = Duration.ofMillis(300);

  private final Map<String, String> environment;
  private final Connections connections;
  private final StopSwitch stop = new StopSwitch(System::nanoTime);
  private final ReentrantLock free = new ReentrantLock();
  private final Lookups lookups = new Lookups(free, this::whatIsThere);

  /**
   * Connects when the first cell runs.
   *
   * @param environment where {@code SQLFLOW_DATASOURCE} is looked up
   * @param folder the notebook's folder, where the default database lies
   */
  public SqlflowMagic(Map<String, String> environment, Path folder) {
    this.environment = Map.copyOf(environment);
    this.connections = new Connections(this.environment, folder);
  }

  /**
   * Runs a cell.
   *
   * @param cell the whole text of the cell, so that errors can name their line
   * @param from where in it the magic's own word ends: what follows are options and statements
   * @param variables what {@code ${name}} and {@code --persist} may name
   * @param listener hears outputs and progress as they come
   * @return the result sets, for {@code _}
   * @throws MagicException if the cell is wrong or the database refuses it
   * @throws CancellationException if {@link #cancel} stopped it
   */
  public Result run(String cell, int from, Variables variables, CellListener listener) {
    free.lock();
    try {
      stop.reset();
      return runAlone(cell, from, variables, listener);
    } finally {
      lookups.forget();
      free.unlock();
    }
  }

  private Result runAlone(String cell, int from, Variables variables, CellListener listener) {
    MagicLine line = MagicLine.read(cell, from);
    listener.options(line.options());
    Substitution substitution = Substitution.of(cell, line.end(), variables, environment);
    List<Statement> statements;
    try {
      statements = SqlflowParser.parse(substitution.text());
    } catch (SyntaxException error) {
      int offset = substitution.inCell(error.position().offset());
      throw new MagicException(ErrorText.at(cell, offset, error.getMessage()), error);
    }
    Listener statementListener = new Listener(listener);
    connect(line, variables, statementListener);
    line.options().persist().ifPresent(name -> persist(name, variables, statementListener));
    for (int i = 0; i < statements.size(); i++) {
      try {
        Statements.run(statements.get(i), connected(listener), statementListener);
      } catch (StatementException error) {
        String message =
            error.offset().isPresent()
                ? ErrorText.at(
                    cell, substitution.inCell(error.offset().getAsInt()), error.getMessage())
                : error.getMessage();
        throw new MagicException(message + ErrorText.ranBefore(i), error);
      } catch (CancellationException stopped) {
        throw new CancellationException(stopped.getMessage() + ErrorText.ranBefore(i));
      }
    }
    return new Result(statementListener.tables);
  }

  private void connect(MagicLine line, Variables variables, Listener listener) {
    try {
      if (line.connect().isPresent()) {
        connections.connect(line.connect().get(), line.alias(), variables, listener.cell);
        lookups.forgetAll();
      }
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
    if (line.connections()) {
      listener.output(
          new Output.Rows(Optional.empty(), connections.table(), Map.of(), Output.Role.ANSWER));
    }
  }

  private void persist(String name, Variables variables, Listener listener) {
    Table table =
        variables
            .table(name)
            .orElseThrow(
                () ->
                    new MagicException(
                        "no Java variable "
                            + name
                            + " holds a table: _.to_dataframes("
                            + name
                            + ") makes one of the last result"));
    try {
      Database database = connected(listener.cell).database();
      database.write(List.of(database.folded(name)), table, Map.of());
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
    listener.output(
        new Output.Note(List.of(Text.of("Table %s: %,d rows", name, table.rowCount()))));
  }

  private Workspace connected(CellListener listener) {
    try {
      return connections.current(listener);
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
  }

  private Optional<Workspace> whatIsThere() {
    return connections.whatIsThere();
  }

  /**
   * The database that cells work on, without a password, and the product that it is.
   *
   * @throws MagicException if it can't be reached
   */
  public String database() {
    free.lock();
    try {
      Database database = connected(CellListener.SILENT).database();
      return database.source() + " (" + database.product() + ")";
    } finally {
      free.unlock();
    }
  }

  /**
   * Ways to go on with a cell that is being written. Never waits for a cell that runs, nor long for
   * the database.
   *
   * @param cell the whole text of the cell, maybe broken
   * @param from where in it the magic's own word ends
   * @param cursor the index of the character that the cursor stands before
   * @param variables what {@code --persist} may name
   */
  public Completion complete(String cell, int from, int cursor, Variables variables) {
    return editing(variables, LOOKUP).complete(cell, from, cursor);
  }

  /** What the word at a cursor means; see {@link #complete}. */
  public Optional<Inspection> inspect(String cell, int from, int cursor) {
    return editing(Variables.NONE, LOOKUP).inspect(cell, from, cursor);
  }

  MagicEditing editing(Variables variables, Duration limit) {
    return new MagicEditing(
        Estimators.installed(), lookups.within(limit), variables.tables(), connections.aliases());
  }

  /**
   * A further connection to the database of the cells, for its caller to use and close.
   *
   * @throws MagicException if the database can't be reached
   */
  public Connection connection() {
    free.lock();
    try {
      lookups.forget();
      return connected(CellListener.SILENT).database().another();
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    } finally {
      free.unlock();
    }
  }

  /**
   * Stops the cell that runs, if any, soon: from any thread. A training that keeps its best state
   * when it is interrupted goes on to store it; another call, a second later at least, stops that.
   */
  public void cancel() {
    stop.press(false, this::cancelQuery);
  }

  /** Repeats the last {@link #cancel}, for a cell that was only just beginning then. */
  public void cancelAgain() {
    stop.press(true, this::cancelQuery);
  }

  /** Whether the cell that runs, or the last one, was to stop, and no training took the wish. */
  public boolean isCancelled() {
    return stop.isWanted();
  }

  private void cancelQuery() {
    connections.cancel();
  }

  /** Loads what the first cells need, so that they start at once; safe beside a running cell. */
  public void warmUp() {
    WarmUp.run();
  }

  @Override
  public void close() {
    lookups.close();
    cancel();
    free.lock();
    try {
      connections.close();
    } finally {
      free.unlock();
    }
  }

  /** Passes on what statements say, and keeps the result sets. */
  private final class Listener implements StatementListener {
    private final CellListener cell;
    private final List<Table> tables = new ArrayList<>();

    Listener(CellListener cell) {
      this.cell = cell;
    }

    @Override
    public void output(Output output) {
      if (output instanceof Output.Rows rows && rows.isResult()) {
        tables.add(rows.table());
      }
      cell.output(output);
    }

    @Override
    public void progress(TrainingProgress progress) {
      cell.progress(progress);
    }

    @Override
    public void trainingEnded() {
      cell.progressEnded();
    }

    @Override
    public void endsEarly() {
      stop.take();
    }

    @Override
    public void checkCancelled() {
      if (stop.isWanted()) {
        throw new CancellationException("interrupted: what this statement began is undone");
      }
    }
  }
}
