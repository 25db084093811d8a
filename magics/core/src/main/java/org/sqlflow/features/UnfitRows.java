package org.sqlflow.features;

/**
 * Rows whose value is there, but not such as a column function takes.
 *
 * @param count how many
 * @param first the first of them, from 0
 * @param complaint what is wrong with its value, and what to do
 */
record UnfitRows(long count, long first, String complaint) {
  static final UnfitRows NONE = new UnfitRows(0, 0, "");

  /** These, and those of a block that so many rows stand before. */
  UnfitRows and(UnfitRows block, long before) {
    if (block.count == 0) {
      return this;
    }
    return count == 0
        ? new UnfitRows(block.count, before + block.first, block.complaint)
        : new UnfitRows(count + block.count, first, complaint);
  }
}
