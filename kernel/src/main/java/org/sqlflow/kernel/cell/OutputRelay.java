package org.sqlflow.kernel.cell;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.display.ProgressDisplay;
import org.sqlflow.kernel.java.JavaNames;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.CellOptions;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.report.Output;

/** Shows the outputs of the magic, except the last result set, which becomes the cell's result. */
final class OutputRelay implements CellListener {
  /**
   * How many rows of a result are read if it is only shown: enough for most results, and only some
   * megabytes.
   */
  private static final int FIRST_ROWS = 100_000;

  private final Displays displays;
  private final CellDisplay display;
  private final String id;
  private final BooleanSupplier isStopped;
  private int trainings;
  private CellOptions options = CellOptions.NONE;
  private Optional<DisplayData> pending = Optional.empty();
  private Optional<ProgressDisplay> progress = Optional.empty();
  private Optional<ProgressDisplay> ended = Optional.empty();
  private boolean isWritten;

  /**
   * Creates the relay of a cell.
   *
   * @param id the prefix of the ids of its progress displays
   * @param isStopped whether the cell is to stop
   */
  OutputRelay(Displays displays, CellDisplay display, String id, BooleanSupplier isStopped) {
    this.isStopped = isStopped;
    this.displays = displays;
    this.display = display;
    this.id = id;
  }

  @Override
  public void options(CellOptions given) {
    given.bindTo().ifPresent(JavaNames::requireName);
    options = given;
  }

  /** The options of the magic line. */
  CellOptions options() {
    return options;
  }

  @Override
  public void output(Output output) {
    ended = Optional.empty();
    if (output instanceof Output.Rows rows && rows.isResult()) {
      displays.remember(rows);
    }
    if (options.quiet()) {
      return;
    }
    DisplayData data =
        options.grid() && output instanceof Output.Rows rows && rows.isResult()
            ? displays.grid(rows, options.limit())
            : displays.of(output, options.limit());
    if (output instanceof Output.Rows rows && rows.isResult()) {
      if (!isWritten) {
        display.rows(rows);
      }
      isWritten = false;
      display.result(data);
      showPending();
      pending = Optional.of(data);
    } else {
      display.show(data);
    }
  }

  @Override
  public void notice(String sentence) {
    if (!options.quiet()) {
      display.notice(Displays.note(List.of(sentence)));
    }
  }

  /** A result that is bound to a variable is read whole. */
  @Override
  public int firstRows() {
    return options.bindTo().isPresent() ? Integer.MAX_VALUE : Math.max(FIRST_ROWS, options.limit());
  }

  @Override
  public Optional<Consumer<Output.Rows>> allRows() {
    boolean inParts = display.needsAllRows() && !options.quiet() && options.bindTo().isEmpty();
    return inParts ? Optional.of(this::write) : Optional.empty();
  }

  private void write(Output.Rows part) {
    isWritten = true;
    display.rows(part);
  }

  /** Shows the result so far, since it is followed by the outputs of another statement. */
  @Override
  public void statementBegins() {
    isWritten = false;
    showPending();
  }

  @Override
  public Optional<String> password(String prompt) {
    return display.password(prompt, isStopped);
  }

  @Override
  public void progress(TrainingProgress state) {
    if (options.quiet()) {
      return;
    }
    if (progress.isEmpty()) {
      trainings++;
      progress =
          Optional.of(
              new ProgressDisplay(display.forProgress(), id + "-" + trainings, System::nanoTime));
    }
    progress.get().progress(state);
  }

  @Override
  public void progressEnded() {
    progress.ifPresent(ProgressDisplay::ended);
    ended = progress;
    progress = Optional.empty();
  }

  private void showPending() {
    pending.ifPresent(display::show);
    pending = Optional.empty();
  }

  /** Ends a cell that failed: its last result set so far is shown like any output. */
  void fail() {
    showPending();
    // A stopped training reported its end too, but has no result.
    progress.or(() -> ended).ifPresent(ProgressDisplay::stopped);
  }

  Optional<DisplayData> result() {
    return pending;
  }
}
