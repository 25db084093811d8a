package org.sqlflow.magic;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Inspection;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.session.Databases;
import org.sqlflow.math.NativeFolder;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.clustering.rules.RuledEstimator;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.dispatch.Statements;
import org.sqlflow.statements.predict.PredictCalls;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.Completeness;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.SyntaxException;
import org.sqlflow.text.Text;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The {@code %%sqlflow} magic: runs cells on one database connection at a time. Safe for use by
 * several threads: one cell runs at a time and others wait for it; {@link #cancel}, {@link
 * #complete} and {@link #inspect} do not wait.
 */
public final class SqlflowMagic implements AutoCloseable {
  static {
    // Tablesaw's column types refer to each other while they are initialized: two threads that use
    // them first at the same time, such as a cell and the warm-up, would deadlock.
    ColumnType.values();
  }

  /** How long an editor may wait for the database. */
  private static final Duration LOOKUP = Duration.ofMillis(300);

  private final Map<String, String> environment;
  private final Path folder;
  private final Estimators estimators = RuledEstimator.all(Estimators.installed());
  private final Connections connections;
  private final CancellationToken cancellation = new CancellationToken(System::nanoTime);

  /** Fair, so that another process gets a database file between two cells. */
  private final ReentrantLock free = new ReentrantLock(true);

  private final KnownResults results = new KnownResults();
  private final FileSharing sharing = new FileSharing(this::release);
  private final Lookups lookups = new Lookups(free, this::currentIfOpen);

  /**
   * Connects when the first cell runs.
   *
   * @param environment where {@code SQLFLOW_DATASOURCE} is looked up
   * @param folder the notebook's folder, which holds the default database
   */
  public SqlflowMagic(Map<String, String> environment, Path folder) {
    this(environment, folder, Optional.empty());
  }

  /**
   * The same with the database that an option {@code --connect} of the program names.
   *
   * @param connect a URL or the name of a saved connection; else the environment says it
   */
  public SqlflowMagic(Map<String, String> environment, Path folder, Optional<String> connect) {
    NativeFolder.use();
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.connections =
        new Connections(
            this.environment, folder, connect, estimators, sharing, cancellation::isCancelled);
  }

  /**
   * Runs a cell.
   *
   * @param cell the whole text of the cell, so that errors can name their line
   * @param from where in it the magic's name ends and the options start
   * @param variables what {@code ${name}} and {@code --persist} may name
   * @param listener receives outputs and progress as they come
   * @return the result sets, for {@code _}
   * @throws MagicException if the cell is wrong or the database refuses it
   * @throws CancellationException if {@link #cancel} stopped it
   */
  public Result run(String cell, int from, Variables variables, CellListener listener) {
    return runLocked(() -> runAlone(cell, MagicLine.read(cell, from), variables, listener));
  }

  /**
   * Runs statements without a magic line, so without options; otherwise as {@link #run}.
   *
   * @param statements the text, from its first line
   */
  public Result runStatements(String statements, Variables variables, CellListener listener) {
    return runLocked(() -> runAlone(statements, MagicLine.none(), variables, listener));
  }

  private <T> T runLocked(Supplier<T> cell) {
    free.lock();
    try {
      cancellation.reset();
      return cell.get();
    } finally {
      lookups.forget();
      free.unlock();
    }
  }

  private Result runAlone(String cell, MagicLine line, Variables variables, CellListener listener) {
    listener.options(line.options());
    Optional<ResultFile> target = line.options().save().map(file -> file(file, variables));
    CellOutputs outputs = new CellOutputs(listener, cancellation, this::keep);
    boolean substitutes = cell.indexOf("${", line.end()) >= 0;
    if (substitutes) { // the connection's settings decide what a backslash means
      connect(line, variables, outputs);
      connected(listener);
    }
    LexicalRules rules =
        substitutes ? connections.rulesNow() : connections.rules(line.connect(), variables);
    Substitution substitution =
        substitutes
            ? Substitution.of(
                cell, line.end(), variables, environment, rules, connections.textNow())
            : Substitution.none(cell, line.end());
    List<Statement> statements;
    try {
      statements = SqlflowParser.parse(substitution.text(), rules);
    } catch (SyntaxException error) {
      int offset = error.position().offset();
      throw new MagicException(
          MagicException.textAt(
              cell, substitution.inCell(offset), error.getMessage() + substitution.advice(offset)),
          error);
    }
    RowlessCell.complaint(statements, line.options())
        .ifPresent(
            complaint -> {
              int offset = statements.get(statements.size() - 1).position().offset();
              throw new MagicException(
                  MagicException.textAt(cell, substitution.inCell(offset), complaint));
            });
    if (!substitutes) {
      connect(line, variables, outputs);
    }
    line.options().persist().ifPresent(name -> persist(name, variables, outputs));
    runAll(statements, cell, substitution, rules, variables, outputs);
    Result result = outputs.result();
    target.ifPresent(file -> save(file, result, outputs));
    return result;
  }

  private ResultFile file(String written, Variables variables) {
    return ResultFile.of(Substitution.within(written, variables, environment), folder);
  }

  private void save(ResultFile target, Result result, CellOutputs outputs) {
    if (result.size() == 0) {
      throw new MagicException("--save needs a result: end the cell with a query");
    }
    Database database = connected(outputs.cell()).database();
    boolean isQuery = result.isPartial() && database.readsFiles() && target.isOfDuckDb();
    try {
      target.checkFolder();
      String done =
          isQuery
              ? target.writeQuery(database, outputs.resultOf().orElseThrow().text())
              : target.writeRows(results.of(result.to_dataframe(), database.source()));
      outputs.output(new Output.Note(List.of(done)));
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
  }

  /** Keeps a result's origin; returns how to read all of it if only its first rows were read. */
  private Optional<Supplier<Table>> keep(Output.Rows rows) {
    connections.sourceInUse().ifPresent(source -> results.add(rows, source));
    return rows.whole().map(this::later);
  }

  /** Reads a whole result when it is asked for, which may be between two cells. */
  private Supplier<Table> later(Supplier<Output.Rows> whole) {
    Optional<DataSource> source = connections.sourceInUse();
    return () ->
        runLocked(
            () -> {
              try {
                if (source.equals(connections.sourceInUse())) {
                  connected(CellListener.SILENT); // another notebook may have got the file since
                }
                Output.Rows rows = whole.get();
                source.ifPresent(from -> results.add(rows, from));
                return rows.table();
              } catch (StatementException | DatabaseException error) {
                throw new MagicException(
                    "the rest of this result cannot be read; its query runs again for that: "
                        + error.getMessage(),
                    error);
              }
            });
  }

  private void runAll(
      List<Statement> statements,
      String cell,
      Substitution substitution,
      LexicalRules rules,
      Variables variables,
      CellOutputs outputs) {
    if (statements.isEmpty()) {
      return;
    }
    Database database = connected(outputs.cell()).database();
    try (JavaTables tables = new JavaTables(database, variables, results, rules, outputs::output)) {
      for (int i = 0; i < statements.size(); i++) {
        Transactions transaction = Transactions.before(statements.get(i), database, i);
        outputs.cell().statementBegins();
        PredictCalls.Ready ready = new PredictCalls.Ready(statements.get(i), Optional.empty());
        try {
          boolean readsAll = tables.provide(statements.get(i)); // they are gone after the cell
          Workspace workspace = connected(outputs.cell());
          ready = PredictCalls.in(statements.get(i), workspace, rules);
          outputs.begin(ready.statement(), readsAll);
          Statements.run(asWritten(ready.statement(), cell, substitution), workspace, outputs);
          transaction.checkKept();
        } catch (StatementException error) {
          String message = placed(cell, substitution, ready.placed(error));
          throw new MagicException(message + transaction.afterFailure(), error);
        } catch (DatabaseException error) {
          String message = substitution.withoutValues(error.getMessage());
          throw new MagicException(message + transaction.afterFailure(), error);
        } catch (CancellationException stopped) {
          throw new CancellationException(stopped.getMessage() + transaction.afterFailure());
        }
      }
    }
  }

  /** The statement to store with a model, with the names of variables instead of their values. */
  private static Statement asWritten(Statement statement, String cell, Substitution substitution) {
    if (statement instanceof Statement.Train train) {
      return train.as(substitution.written(train, cell));
    }
    return statement instanceof Statement.Retrain retrain
        ? retrain.as(substitution.written(retrain, cell))
        : statement;
  }

  private static String placed(String cell, Substitution substitution, StatementException error) {
    String message = substitution.withoutValues(error.getMessage());
    if (error.offset().isEmpty()) {
      return message;
    }
    int offset = error.offset().getAsInt();
    return MagicException.textAt(
        cell, substitution.inCell(offset), message + substitution.advice(offset));
  }

  private void connect(MagicLine line, Variables variables, CellOutputs outputs) {
    try {
      if (line.connect().isPresent()) {
        connections.connect(line.connect().get(), line.alias(), variables, outputs.cell());
        lookups.forgetAll();
      }
      if (line.models().isPresent()) {
        connections.keepModels(line.models().get(), variables, outputs.cell());
        lookups.forgetAll();
      }
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
    if (line.connections()) {
      outputs.output(
          new Output.Rows(Optional.empty(), connections.table(), Map.of(), Output.Role.ANSWER));
    }
  }

  private void persist(String name, Variables variables, CellOutputs outputs) {
    Table table =
        variables
            .table(name)
            .orElseThrow(
                () ->
                    new MagicException(
                        "no Java variable "
                            + name
                            + " holds a table; _.to_dataframes("
                            + name
                            + ") makes one from the last result"));
    if (ModelStore.isReserved(name)) {
      throw new MagicException(
          name
              + " is the name of the table that holds the models: persist the Java variable under"
              + " another name");
    }
    try {
      Database database = connected(outputs.cell()).database();
      database.write(List.of(database.folded(name)), results.of(table, database.source()));
      results.addPersisted(table);
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
    outputs.output(
        new Output.Note(List.of("Table " + name + ": " + Text.counted(table.rowCount(), "row"))));
  }

  private Workspace connected(CellListener listener) {
    try {
      return connections.current(listener);
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    }
  }

  /**
   * Adds the JDBC drivers and dialects of further jars, for connections made from now on.
   *
   * @throws MagicException if one cannot be loaded
   */
  public void addJars(List<Path> jars) {
    free.lock();
    try {
      connections.addJars(jars);
    } catch (DatabaseException error) {
      throw new MagicException(error.getMessage(), error);
    } finally {
      free.unlock();
    }
  }

  /** Closes a file after the running cell; see {@link Connections#release}. */
  private Optional<String> release(Path file) {
    free.lock();
    try {
      lookups.forget();
      return connections.release(file);
    } finally {
      free.unlock();
    }
  }

  private Optional<Workspace> currentIfOpen() {
    return connections.currentIfOpen();
  }

  /**
   * The database in use, without a password, and its product name.
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
   * Suggestions for the cursor's place in a cell that is being written. Never waits for a running
   * cell, and at most 300 ms for the database.
   *
   * @param cell the whole text of the cell, which may be incomplete or wrong
   * @param from where in it the magic's name ends
   * @param cursor the index of the character after the cursor
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
        estimators,
        lookups.within(limit),
        variables.tables(),
        connections.aliases(),
        connect -> connections.rules(connect, variables));
  }

  /**
   * Whether a cell is complete.
   *
   * @param cell the whole text of the cell
   * @param from where in it the magic's name ends
   */
  public CellState state(String cell, int from) {
    MagicLine line;
    try {
      line = MagicLine.read(cell, from);
    } catch (MagicException wrongOption) { // running it says what is wrong
      return CellState.COMPLETE;
    }
    String statements = cell.substring(line.end());
    if (statements.isBlank()) {
      return CellState.INCOMPLETE;
    }
    LexicalRules rules = connections.rules(line.connect(), Variables.NONE);
    return switch (Completeness.of(statements, rules)) {
      case COMPLETE -> CellState.COMPLETE;
      case INCOMPLETE -> CellState.INCOMPLETE;
      case INVALID -> CellState.INVALID;
    };
  }

  /**
   * A further connection to the database of the cells, which the caller uses and closes.
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
   * Stops the running cell soon, if there is one. Can be called from any thread. A training that
   * keeps its best state when it is interrupted still stores that; a further call, at least a
   * second later, stops that too.
   */
  public void cancel() {
    cancellation.cancel(false, this::cancelQuery);
  }

  /** Repeats the last {@link #cancel}, for a cell that was only starting at that time. */
  public void cancelAgain() {
    cancellation.cancel(true, this::cancelQuery);
  }

  /** Whether the running or last cell was asked to stop, and no training acknowledged it. */
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  private void cancelQuery() {
    connections.cancel();
  }

  /**
   * Loads the libraries that the first cells need, each of which takes half a second or more. Safe
   * while a cell runs. ND4J is left to the first training: it would take 70 MB in every session,
   * even one with only queries.
   */
  public void warmUp() {
    try (Database memory = Databases.connect(DataSource.parse("duckdb://:memory:", Path.of("")))) {
      memory.execute("SELECT 1");
    }
    Table.create(IntColumn.create("warm", 1)).print();
  }

  @Override
  public void close() {
    lookups.close();
    sharing.close();
    cancel();
    free.lock();
    try {
      connections.close();
    } finally {
      free.unlock();
    }
  }
}
