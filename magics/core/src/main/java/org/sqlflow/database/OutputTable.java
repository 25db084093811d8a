package org.sqlflow.database;

import java.util.List;
import java.util.function.Consumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;

/**
 * A query's rows with columns added, written whole or not at all. Rows keep the query's order and
 * number. The query runs once, so it may read the table that is written. Closing it before {@link
 * #finish} discards everything. Used by one thread at a time.
 */
public interface OutputTable extends AutoCloseable {
  /**
   * Reads columns of the query's rows, in the rows' order.
   *
   * @param reads as {@link ColumnRead#in} resolves them
   * @param reader takes each batch and may keep its arrays; it may call {@link #append}, but cannot
   *     use the database otherwise
   */
  void read(List<ColumnRead> reads, Consumer<RowBatch> reader);

  /**
   * Appends to the added columns, for the next rows in order. The arrays must not change before
   * {@link #read} returns.
   *
   * @param values a vector of the column's type for each added column; NaN of {@link
   *     org.sqlflow.data.OutputColumn.Type#DOUBLE}, null and {@link ColumnVector.Ints#NONE} are
   *     written as NULL
   * @param rowOf for each row of the table its place in {@code values}, or -1 for NULL
   */
  void append(List<ColumnVector> values, int[] rowOf);

  /**
   * Publishes the finished table in place of an earlier one of its name.
   *
   * @return the number of its rows
   */
  long finish();

  @Override
  void close();
}
