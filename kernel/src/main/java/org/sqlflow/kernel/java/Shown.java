package org.sqlflow.kernel.java;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;

/** Something that a cell showed by {@code display(x)} and can replace. */
public final class Shown {
  private final CellDisplay display;
  private final Displays displays;
  private final String id;

  Shown(CellDisplay display, Displays displays, String id) {
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
