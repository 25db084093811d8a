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
   * @return the last result set; a table without columns if no statement returned one
   */
  Table query(String sql);

  /**
   * Opens another connection to the database of the cells. Close it after use; the cells do not
   * depend on it. It does not see their temporary tables.
   */
  Connection connection();

  /**
   * Shows a value immediately, formatted like the result of a cell.
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
