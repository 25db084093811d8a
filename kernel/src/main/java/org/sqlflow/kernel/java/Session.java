package org.sqlflow.kernel.java;

import java.sql.Connection;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import tech.tablesaw.api.Table;

/** What Java cells have at hand as {@code sqlflow}. */
public interface Session {
  /**
   * Runs SQL as a {@code %%sqlflow} cell does, and shows nothing.
   *
   * @param sql one statement or more; {@code ${name}} in it is a Java variable's value
   * @return the last result set; a table without columns where no statement gave one
   */
  Table query(String sql);

  /**
   * A connection of your own to the database of the cells: close it or not, the cells go on. It
   * does not see their temporary tables.
   */
  Connection connection();

  /**
   * Shows a value at once, as a cell shows its last one.
   *
   * @return what can replace it later
   */
  Shown display(Object value);

  /** HTML as a value that notebooks draw. */
  DisplayData html(String source);
}
