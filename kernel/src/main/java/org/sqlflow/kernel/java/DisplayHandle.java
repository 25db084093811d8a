package org.sqlflow.kernel.java;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;

/** A handle to an output of {@code display(x)}, which can be replaced. Safe for any thread. */
public final class DisplayHandle {
  private final CellDisplay display;
  private final Displays displays;
  private final String id;

  DisplayHandle(CellDisplay display, Displays displays, String id) {
    this.display = display;
    this.displays = displays;
    this.id = id;
  }

  /** Shows another value in its place. */
  public void update(Object value) {
    display.update(data(value));
  }

  void show(Object value) {
    display.show(data(value));
  }

  private DisplayData data(Object value) {
    DisplayData data = new DisplayData(displays.of(value));
    data.setDisplayId(id);
    return data;
  }
}
