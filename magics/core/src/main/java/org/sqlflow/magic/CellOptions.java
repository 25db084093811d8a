package org.sqlflow.magic;

import java.util.Optional;

/**
 * The options of the magic line.
 *
 * @param bindTo the Java variable to bind the last result to: {@code --as name} or {@code name <<}
 * @param limit rows of a result to show, 0 for all
 * @param quiet whether to show nothing but errors
 * @param persist the Java table to write into the database: {@code --persist table}
 * @param debug whether to show the Java stack trace of an error
 * @param save the file to write the last result to: {@code --save file}
 * @param grid whether to show results in a box with scroll bars, to sort and filter: {@code --grid}
 */
public record CellOptions(
    Optional<String> bindTo,
    int limit,
    boolean quiet,
    Optional<String> persist,
    boolean debug,
    Optional<String> save,
    boolean grid) {
  /** Rows of a result that are shown by default. */
  public static final int ROWS_SHOWN = 10;

  /** Rows of a grid by default; its HTML contains all of them. */
  public static final int ROWS_OF_GRID = 1000;

  /** The defaults. */
  public static final CellOptions NONE =
      new CellOptions(
          Optional.empty(), ROWS_SHOWN, false, Optional.empty(), false, Optional.empty(), false);
}
