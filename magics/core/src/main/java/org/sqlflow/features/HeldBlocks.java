package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;

/** Rows that stay in memory. */
public final class HeldBlocks implements TrainingBlocks {
  private final List<ColumnRead> reads;
  private final List<FeatureRows> blocks = new ArrayList<>();
  private int rows;

  /** No rows yet; {@code reads} is what {@link #add} gets of each. */
  public HeldBlocks(List<ColumnRead> reads) {
    this.reads = reads;
  }

  /**
   * Takes further rows.
   *
   * @param values for each of the reads its values as {@link ColumnRead} tells; kept, not copied
   */
  public void add(int count, List<Object> values) {
    if (count > 0) {
      blocks.add(FeatureRows.of(count, reads, values));
      rows = Math.addExact(rows, count);
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int count() {
    return blocks.size();
  }

  @Override
  public int rows(int index) {
    return blocks.get(index).rows();
  }

  @Override
  public FeatureRows block(int index, List<ColumnRead> needed) {
    return blocks.get(index);
  }
}
