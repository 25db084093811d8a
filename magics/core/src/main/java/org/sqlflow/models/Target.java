package org.sqlflow.models;

/** What a training learns to predict: a value for each row. */
public sealed interface Target {
  /** How many rows it has. */
  int rows();

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
  }
}
