package org.sqlflow.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows in memory, until they are read. */
final class HeldRows implements QueryRows {
  /** Bytes of a text and of what refers to it. */
  private static final int TEXT = 64;

  private static final long MOST = 100L << 20;
  private static final int PART_OF_HEAP = 8;

  private final List<ColumnBlock> blocks = new ArrayList<>();
  private long rows;
  private long bytes;
  private long count;

  /** Whether rows of so many columns are few enough to be held. */
  static boolean areFew(long rows, List<ReadColumn> columns) {
    int perRow = columns.stream().mapToInt(c -> bytes(c.form())).sum();
    return rows <= most() / Math.max(1, perRow);
  }

  private static int bytes(ReadColumn.Form form) {
    return form == ReadColumn.Form.NUMBER ? Double.BYTES : TEXT;
  }

  private static long most() {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** Takes the next rows; whether there is room for more. */
  boolean add(ColumnBlock block) {
    blocks.add(block);
    rows += block.rows();
    count = rows;
    bytes += block.columns().stream().mapToLong(column -> bytes(block.rows(), column)).sum();
    return bytes <= most();
  }

  private static long bytes(int rows, Object column) {
    if (column instanceof double[][] lists) {
      long bytes = 0;
      for (int row = 0; row < rows; row++) {
        bytes += TEXT + (lists[row] == null ? 0 : (long) Double.BYTES * lists[row].length);
      }
      return bytes;
    }
    return (long) rows * (column instanceof double[] ? Double.BYTES : TEXT);
  }

  /** How many rows are here. */
  long rows() {
    return rows;
  }

  /** Tells that the query has more rows than are here. */
  void countedAs(long all) {
    count = all;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public boolean isInMemory() {
    return true;
  }

  /** Gives them away: they can be read once. */
  @Override
  public void read(Consumer<ColumnBlock> reader) {
    for (int i = 0; i < blocks.size(); i++) {
      reader.accept(blocks.set(i, new ColumnBlock(0, List.of())));
    }
    blocks.clear();
  }

  @Override
  public Optional<KeptRows> kept() {
    return Optional.empty();
  }

  @Override
  public void close() {
    blocks.clear();
  }
}
