package org.sqlflow.magic;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * What a cell gave: the object behind {@code _}. Its method names are those of the notebooks that
 * this language comes from.
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
      throw new MagicException("the last cell gave no rows: run a SELECT first");
    }
    return tables.get(tables.size() - 1);
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
          "no result set " + index + ": the last cell gave " + tables.size() + ", counted from 0");
    }
    return tables.get(index);
  }

  /** How many result sets there are. */
  public int size() {
    return tables.size();
  }

  @Override
  public String toString() {
    return tables.isEmpty() ? "no rows" : tables.get(tables.size() - 1).toString();
  }
}
