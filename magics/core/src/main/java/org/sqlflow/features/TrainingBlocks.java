package org.sqlflow.features;

import java.util.List;

/** A training's rows in blocks that can be had as often as needed, from any thread. */
public interface TrainingBlocks {
  /** How many rows in all. */
  int rows();

  /** How many blocks. */
  int count();

  /** How many rows a block has. */
  int rows(int index);

  /**
   * The rows of a block.
   *
   * @param reads what is needed of them; others may be there
   */
  FeatureRows block(int index, List<ColumnRead> reads);
}
