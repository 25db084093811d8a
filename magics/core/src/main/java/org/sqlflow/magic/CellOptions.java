package org.sqlflow.magic;

import java.util.Optional;

/**
 * What the magic line asks for beside its statements.
 *
 * @param bindTo the Java variable to bind the last result to: {@code --as name} or {@code name <<}
 * @param limit rows of a result to show, 0 for all
 * @param quiet whether to show nothing but errors
 * @param persist the Java table to write into the database: {@code --persist table}
 * @param debug whether to show the Java frames behind an error
 */
public record CellOptions(
    Optional<String> bindTo, int limit, boolean quiet, Optional<String> persist, boolean debug) {
  /** Rows of a result that are shown when nobody asks for another number. */
  public static final int ROWS_SHOWN = 10;

  /** What holds without options. */
  public static final CellOptions NONE =
      new CellOptions(Optional.empty(), ROWS_SHOWN, false, Optional.empty(), false);
}
