package org.sqlflow.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * The result sets of a cell: the value of {@code _}. The names {@code to_dataframe} and {@code
 * to_dataframes} are those of SQLFlow's notebooks. A notebook reads only the first rows of a long
 * result set; the first method here that returns the result set reads all rows, for which its query
 * runs again. Safe for use by several threads.
 */
public final class Result {
  private final List<Table> tables;
  private final List<Optional<Supplier<Table>>> rests;

  /** The result sets of a cell, in their order. */
  public Result(List<Table> tables) {
    this(tables, tables.stream().map(table -> Optional.<Supplier<Table>>empty()).toList());
  }

  /**
   * Result sets, of which some have only their first rows.
   *
   * @param wholes read all rows of a result set; empty if it is complete
   */
  Result(List<Table> tables, List<Optional<Supplier<Table>>> wholes) {
    this.tables = new ArrayList<>(tables);
    this.rests = new ArrayList<>(wholes);
  }

  /** The last result set. */
  public Table to_dataframe() {
    requireRows();
    return whole(size() - 1);
  }

  /** The last result set, as {@link #to_dataframe}. */
  public Table table() {
    return to_dataframe();
  }

  /** All result sets of the cell. */
  public List<Table> to_dataframes() {
    return IntStream.range(0, size()).mapToObj(this::whole).toList();
  }

  /**
   * One result set of the cell.
   *
   * @param index from 0
   */
  public Table get(int index) {
    if (index < 0 || index >= size()) {
      throw new MagicException(
          "no result set " + index + ": the last cell returned " + size() + ", counted from 0");
    }
    return whole(index);
  }

  /** The number of result sets. */
  public int size() {
    return tables.size();
  }

  /** The rows of the last result set that were already read. */
  public synchronized Table head() {
    requireRows();
    return tables.get(size() - 1);
  }

  /** Whether the last result set has only its first rows. */
  synchronized boolean isPartial() {
    return size() > 0 && rests.get(size() - 1).isPresent();
  }

  /** How many values were read. */
  public synchronized long valuesRead() {
    return tables.stream().mapToLong(table -> (long) table.rowCount() * table.columnCount()).sum();
  }

  private void requireRows() {
    if (tables.isEmpty()) {
      throw new MagicException("the last cell returned no rows; run a SELECT first");
    }
  }

  private synchronized Table whole(int index) {
    rests
        .get(index)
        .ifPresent(
            rest -> {
              tables.set(index, rest.get());
              rests.set(index, Optional.empty());
            });
    return tables.get(index);
  }

  @Override
  public String toString() {
    return tables.isEmpty() ? "no rows" : head().toString();
  }
}
