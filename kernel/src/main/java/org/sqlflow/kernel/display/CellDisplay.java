package org.sqlflow.kernel.display;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.report.Output;

/** Shows the outputs of a running cell. */
public interface CellDisplay {
  /** Shows nothing. */
  CellDisplay NOWHERE =
      new CellDisplay() {
        @Override
        public void show(DisplayData data) {}

        @Override
        public void update(DisplayData data) {}
      };

  /** Shows something below the earlier outputs. */
  void show(DisplayData data);

  /** Shows something about the run itself, such as what it waits for. */
  default void notice(DisplayData data) {
    show(data);
  }

  /** Replaces what was shown with the same display id. */
  void update(DisplayData data);

  /**
   * Clears the outputs of the cell.
   *
   * @param wait whether to wait for the next output, to avoid flicker
   */
  default void clear(boolean wait) {}

  /** Asks the user for a hidden line; empty if the front end does not support input. */
  default Optional<String> password(String prompt, BooleanSupplier isStopped) {
    return Optional.empty();
  }

  /** Where the progress of trainings is shown. */
  default CellDisplay forProgress() {
    return this;
  }

  /** Whether {@link #rows} must get every row, and not only those that a notebook shows. */
  default boolean needsAllRows() {
    return false;
  }

  /** Receives rows of a result set, for a display that writes all of them. */
  default void rows(Output.Rows part) {}

  /**
   * Called when the result set has no more rows.
   *
   * @param shown the part that is passed to {@link #show} afterwards, or becomes the cell's result
   */
  default void result(DisplayData shown) {}

  /** Shows something in the front end's pager. */
  default void page(DisplayData data) {}
}
