package org.sqlflow.models;

import java.util.Arrays;

/** What a training learns to predict: a value for each row. */
public sealed interface Target {
  /** How many rows it has. */
  int rows();

  /** The target of some rows, in this order. */
  Target only(int[] chosen);

  /**
   * For {@link Task#CLASSIFICATION}.
   *
   * @param codes the class of each row, an index into the names
   */
  record Classes(int[] codes, ClassNames names) implements Target {
    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public Classes only(int[] chosen) {
      return new Classes(Arrays.stream(chosen).map(row -> codes[row]).toArray(), names);
    }

    /** Rows of each class, in the order of their codes. */
    public long[] sizes() {
      long[] sizes = new long[names.size()];
      for (int code : codes) {
        sizes[code]++;
      }
      return sizes;
    }
  }

  /**
   * For {@link Task#REGRESSION}.
   *
   * @param values finite, one for each row
   */
  record Numbers(double[] values) implements Target {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public Numbers only(int[] chosen) {
      return new Numbers(Arrays.stream(chosen).mapToDouble(row -> values[row]).toArray());
    }
  }
}
