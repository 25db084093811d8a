package org.sqlflow.features.encoding;

import java.util.stream.IntStream;

/**
 * Which row of a source each row of a matrix is, so that a label can follow the features.
 * Immutable.
 */
public final class RowMap {
  private final int rows;

  /** Null for the identity, which takes no memory. */
  private final int[] sources;

  private RowMap(int rows, int[] sources) {
    this.rows = rows;
    this.sources = sources;
  }

  /** All rows, in the source's order. */
  static RowMap identity(int rows) {
    return new RowMap(rows, null);
  }

  /** A map with the source's row for each row of the matrix. */
  static RowMap of(int[] sources) {
    return new RowMap(sources.length, sources);
  }

  /**
   * This map after the matrix's rows were reordered: {@code order[i]} is where row i was before.
   */
  RowMap reordered(int[] order) {
    return of(IntStream.of(order).map(this::source).toArray());
  }

  /** How many rows the matrix has. */
  public int rows() {
    return rows;
  }

  /** Whether the matrix has all rows of the source, in its order. */
  public boolean isIdentity() {
    return sources == null;
  }

  /** The row of the source for a row of the matrix, both from 0. */
  public int source(int row) {
    return sources == null ? row : sources[row];
  }
}
