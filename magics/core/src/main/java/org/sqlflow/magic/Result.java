package org.sqlflow.magic;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The result sets of a cell: the value of {@code _}. The names {@code to_dataframe} and {@code
 * to_dataframes} are those of SQLFlow's notebooks. Immutable, as far as its tables are not changed.
 */
public final class Result {
  private final List<Table> tables;

  /** The result sets of a cell, in their order. */
  public Result(List<Table> tables) {
    this.tables = List.copyOf(tables);
  }

  /** The last result set. */
  public Table to_dataframe() {
    if (tables.isEmpty()) {
      throw new MagicException("the last cell returned no rows; run a SELECT first");
    }
    return tables.get(tables.size() - 1);
  }

  /** The last result set, as {@link #to_dataframe}. */
  public Table table() {
    return to_dataframe();
  }

  /** All result sets of the cell. */
  public List<Table> to_dataframes() {
    return tables;
  }

  /**
   * One result set of the cell.
   *
   * @param index from 0
   */
  public Table get(int index) {
    if (index < 0 || index >= tables.size()) {
      throw new MagicException(
          "no result set "
              + index
              + ": the last cell returned "
              + tables.size()
              + ", counted from 0");
    }
    return tables.get(index);
  }

  /** The number of result sets. */
  public int size() {
    return tables.size();
  }

  @Override
  public String toString() {
    return tables.isEmpty() ? "no rows" : tables.get(tables.size() - 1).toString();
  }
}
