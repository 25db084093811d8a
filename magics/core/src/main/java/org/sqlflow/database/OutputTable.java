package org.sqlflow.database;

import java.util.List;
import java.util.function.Consumer;

/**
 * A query's rows with columns added, written whole or not at all. Rows keep the query's order and
 * number. The query runs once, so its own target may be among its tables. Closing it before it is
 * finished leaves nothing of it.
 */
public interface OutputTable extends AutoCloseable {
  /** A column to add: INTEGER if {@code whole}, else REAL. */
  record Column(String name, boolean whole) {}

  /**
   * Reads columns of the query's rows block by block, in the rows' order.
   *
   * @param reader takes each block; it may append, and cannot use the database otherwise
   */
  void read(List<ReadColumn> columns, Consumer<ColumnBlock> reader);

  /**
   * Appends to the added columns, for the next rows in order.
   *
   * @param values for each added column an {@code int[]} or a {@code float[]}
   * @param present which row of {@code values} belongs to each row of the table, -1 for NULL
   */
  void append(List<Object> values, int[] present);

  /**
   * Puts the finished table in its place.
   *
   * @return its rows
   */
  long finish();

  @Override
  void close();
}
