package org.sqlflow.data;

import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a query, in its order, as batches that are bounded in bytes. Used by one thread at a
 * time. The query runs as the source is opened or at its first reading, and then never again.
 */
public interface RowSource extends AutoCloseable {
  /** What is read of each row, in the order of the batches' columns. */
  List<ColumnRead> reads();

  /**
   * How many rows the query has, or -1 if that is not known before reading. Never runs the query,
   * except to count rows beyond the limit at which reading stopped. Known after reading at the
   * latest.
   */
  long count();

  /** Whether the number of rows is known. */
  default boolean isCounted() {
    return count() >= 0;
  }

  /** Whether {@link #read} and {@link #batch} can be called as often as needed. */
  boolean isRereadable();

  /**
   * Whether the rows are in memory already: then reading them again costs nothing, and closing the
   * source frees their memory.
   */
  boolean isInMemory();

  /**
   * Whether the database gives the same rows in the same order each time the query runs. Where it
   * does not, such as after GROUP BY, a training sorts them.
   */
  boolean isOrdered();

  /**
   * Reads all rows.
   *
   * @param reader takes each batch, whose arrays are its own; it cannot use the database meanwhile
   */
  void read(Consumer<RowBatch> reader);

  /** How many batches there are. Only of a source that {@link #isRereadable}. */
  int batches();

  /** How many rows a batch has. Only of a source that {@link #isRereadable}. */
  int rows(int batch);

  /**
   * One batch again. Only of a source that {@link #isRereadable}.
   *
   * @param some of {@link #reads}, in any order; a source in memory may give all of them
   */
  RowBatch batch(int index, List<ColumnRead> some);

  /** Gives back memory that only reading needs, since nothing is read for a while. */
  default void rest() {
    // Most sources have none.
  }

  @Override
  void close();
}
