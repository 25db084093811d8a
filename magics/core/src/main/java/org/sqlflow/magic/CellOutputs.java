package org.sqlflow.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.syntax.Statement;
import tech.tablesaw.api.Table;

/**
 * What the statements of one cell show: passed on to the cell's listener, one call at a time, and
 * its result sets collected. {@link #begin} and {@link #result} are called by the thread that runs
 * the cell.
 */
final class CellOutputs implements StatementListener {
  private final CellListener cell;
  private final CancellationToken cancellation;
  private final Function<Output.Rows, Optional<Supplier<Table>>> keep;
  private final List<Table> tables = new ArrayList<>();
  private final List<Optional<Supplier<Table>>> wholes = new ArrayList<>();
  private Optional<Statement> running = Optional.empty();
  private Optional<Statement> resultOf = Optional.empty();
  private boolean readsAll;

  /**
   * Nothing yet.
   *
   * @param keep is given each result set; returns how to read all its rows, if it has only the
   *     first ones
   */
  CellOutputs(
      CellListener cell,
      CancellationToken cancellation,
      Function<Output.Rows, Optional<Supplier<Table>>> keep) {
    this.cell = cell;
    this.cancellation = cancellation;
    this.keep = keep;
  }

  /**
   * A statement begins.
   *
   * @param readsAll whether all rows of its result are read now
   */
  void begin(Statement statement, boolean readsAll) {
    running = Optional.of(statement);
    this.readsAll = readsAll;
  }

  /** The listener of the cell. */
  CellListener cell() {
    return cell;
  }

  /** The statement of the last result set. */
  synchronized Optional<Statement> resultOf() {
    return resultOf;
  }

  /** The result sets so far. */
  synchronized Result result() {
    return new Result(tables, wholes);
  }

  @Override
  public synchronized void output(Output output) {
    if (output instanceof Output.Rows rows && rows.isResult()) {
      tables.add(rows.table());
      resultOf = running;
      wholes.add(keep.apply(rows));
    }
    cell.output(output);
  }

  @Override
  public int firstRows() {
    return readsAll ? Integer.MAX_VALUE : cell.firstRows();
  }

  @Override
  public Optional<Consumer<Output.Rows>> allRows() {
    return readsAll ? Optional.empty() : cell.allRows();
  }

  @Override
  public synchronized void progress(TrainingProgress progress) {
    cell.progress(progress);
  }

  @Override
  public synchronized void trainingEnded() {
    cell.progressEnded();
  }

  @Override
  public void endsEarly() {
    cancellation.acknowledge();
  }

  @Override
  public void checkCancelled() {
    if (cancellation.isCancelled()) {
      throw new CancellationException("interrupted: the changes of this statement are undone");
    }
  }
}
