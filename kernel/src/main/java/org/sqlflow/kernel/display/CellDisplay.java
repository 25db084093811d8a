package org.sqlflow.kernel.display;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows what a cell has to show while it runs. */
public interface CellDisplay {
  /** Shows nothing. */
  CellDisplay NOWHERE =
      new CellDisplay() {
        @Override
        public void show(DisplayData data) {}

        @Override
        public void update(DisplayData data) {}
      };

  /** Shows something below what was shown. */
  void show(DisplayData data);

  /** Replaces what was shown with the same display id. */
  void update(DisplayData data);

  /**
   * Takes away what the cell has shown.
   *
   * @param wait whether it stays until the next output replaces it, so that nothing flickers
   */
  default void clear(boolean wait) {}

  /** Asks the person for a line that nobody is to see; empty if this front end does not ask. */
  default Optional<String> password(String prompt, BooleanSupplier isStopped) {
    return Optional.empty();
  }

  /** Shows something beside the cell's outputs, where the front end pages its help. */
  default void page(DisplayData data) {}
}
