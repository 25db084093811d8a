package org.sqlflow.kernel.cell;

import org.sqlflow.kernel.display.CellDisplay;

/** What Java cells can do with their outputs; from any thread. */
public final class CellOutput {
  /** The variable that holds this; no name that a person would choose. */
  static final String VARIABLE = "$output";

  /** Methods of the cells. */
  static final String METHODS =
      """
      void clearOutput() { $output.clear(false); }
      void clearOutput(boolean wait) { $output.clear(wait); }
      """;

  private volatile CellDisplay display = CellDisplay.NOWHERE;

  void attach(CellDisplay running) {
    display = running;
  }

  /**
   * Takes away what the cell has shown.
   *
   * @param wait whether it stays until the next output replaces it, so that nothing flickers
   */
  public void clear(boolean wait) {
    display.clear(wait);
  }
}
