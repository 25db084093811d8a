package org.sqlflow.kernel.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows what a cell has to show while it runs. */
public interface CellDisplay {
  /** Shows something below what was shown. */
  void show(DisplayData data);

  /** Replaces what was shown with the same display id. */
  void update(DisplayData data);
}
