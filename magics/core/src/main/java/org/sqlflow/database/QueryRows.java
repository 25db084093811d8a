package org.sqlflow.database;

import java.util.Optional;
import java.util.function.Consumer;

/** The rows of a query, in its order: some of its columns. */
public interface QueryRows extends AutoCloseable {
  /** How many there are; where they are not {@link #isCounted} the query runs for it. */
  long count();

  /** Whether their number is known before they are read: they are in memory or kept. */
  default boolean isCounted() {
    return isInMemory() || kept().isPresent();
  }

  /** Whether they are in memory until they are read, since they are few. */
  boolean isInMemory();

  /**
   * Reads them once, block by block.
   *
   * @param reader takes each block, whose arrays are its own; it cannot use the database meanwhile
   */
  void read(Consumer<ColumnBlock> reader);

  /** The same rows to be read as often as needed, if the database keeps them. */
  Optional<KeptRows> kept();

  @Override
  void close();
}
