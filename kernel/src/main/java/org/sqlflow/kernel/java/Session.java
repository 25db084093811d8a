package org.sqlflow.kernel.java;

import java.sql.Connection;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import tech.tablesaw.api.Table;

/** The variable {@code sqlflow} of Java cells. */
public interface Session {
  /**
   * Runs SQL as a {@code %%sqlflow} cell does, and shows nothing.
   *
   * @param sql one statement or more; {@code ${name}} in it is a Java variable's value
   * @return the last result set; a table without columns where no statement gave one
   */
  Table query(String sql);

  /**
   * A separate connection to the database of the cells, which do not depend on it; close it after
   * use. It does not see their temporary tables.
   */
  Connection connection();

  /**
   * Shows a value at once, as a cell shows its last one.
   *
   * @return a handle to replace it later
   */
  DisplayHandle display(Object value);

  /**
   * Clears the outputs of the cell.
   *
   * @param wait whether to wait for the next output, to avoid flicker
   */
  void clearOutput(boolean wait);

  /** A value that notebooks show as HTML. */
  DisplayData html(String source);
}
