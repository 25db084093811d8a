package org.sqlflow.models.clustering.mixture;

import org.sqlflow.data.Matrix;
import org.sqlflow.math.Parallel;

/**
 * Rows cut into parts, and a mixture's sums over them. The parts depend on the sizes alone, and
 * their sums are merged in order, so the result does not depend on the number of threads.
 */
record MixtureParts(Matrix rows, int count) {
  private static final int MOST_PARTS = 16;

  /** Values that the sums of all parts may have together. */
  private static final int MOST_VALUES = 1 << 24;

  static MixtureParts of(Matrix rows, Mixture mixture) {
    int blocks = (rows.rows() + MixtureBlock.ROWS - 1) / MixtureBlock.ROWS;
    int roomy = MOST_VALUES / mixture.factors().length;
    return new MixtureParts(rows, Math.max(1, Math.min(MOST_PARTS, Math.min(blocks, roomy))));
  }

  /** Work on a block that has rows; the first of them is {@code from}. */
  interface BlockWork {
    void on(MixtureBlock block, int from, int part);
  }

  /** Goes through all rows, the parts in parallel. */
  void each(Mixture mixture, BlockWork work) {
    int blocks = (rows.rows() + MixtureBlock.ROWS - 1) / MixtureBlock.ROWS;
    Parallel.run(
        (long) rows.rows() * mixture.factors().length,
        count,
        part -> {
          MixtureBlock block = new MixtureBlock(mixture);
          int first = (int) ((long) blocks * part / count);
          int last = (int) ((long) blocks * (part + 1) / count);
          for (int b = first; b < last; b++) {
            int from = b * MixtureBlock.ROWS;
            block.take(rows, from, Math.min(rows.rows(), from + MixtureBlock.ROWS));
            work.on(block, from, part);
          }
        });
  }

  /** The sums if each row belongs to one group. */
  MixtureSums assigned(Mixture mixture, int[] groups) {
    MixtureSums[] parts = sums(mixture);
    each(
        mixture,
        (block, from, part) -> {
          block.assign(groups, from);
          block.addTo(parts[part]);
        });
    return merged(parts);
  }

  /**
   * The sums by the likelihood of the rows under the mixture (the E step).
   *
   * @param groups the likeliest group of each row, replaced; changes are counted
   */
  MixtureSums expected(Mixture mixture, int[] groups) {
    MixtureSums[] parts = sums(mixture);
    each(
        mixture,
        (block, from, part) -> {
          block.expect();
          block.addTo(parts[part]);
          for (int i = 0; i < block.count(); i++) {
            int group = block.group(i);
            parts[part].changed += group == groups[from + i] ? 0 : 1;
            parts[part].logLikelihood += block.logLikelihood(i);
            groups[from + i] = group;
          }
        });
    return merged(parts);
  }

  private MixtureSums[] sums(Mixture mixture) {
    MixtureSums[] parts = new MixtureSums[count];
    for (int part = 0; part < count; part++) {
      parts[part] = new MixtureSums(mixture);
    }
    return parts;
  }

  private static MixtureSums merged(MixtureSums[] parts) {
    for (int part = 1; part < parts.length; part++) {
      parts[0].merge(parts[part]);
    }
    return parts[0];
  }
}
