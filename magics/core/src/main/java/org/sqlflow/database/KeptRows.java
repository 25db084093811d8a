package org.sqlflow.database;

import java.util.List;

/** Rows that the database keeps until they are closed, in blocks that can be read again. */
public interface KeptRows {
  /** How many blocks there are. */
  int blocks();

  /** How many rows a block has. */
  int rows(int index);

  /**
   * Reads a block; from one thread at a time.
   *
   * @param columns some of those that are kept, in any order
   */
  ColumnBlock block(int index, List<ReadColumn> columns);
}
