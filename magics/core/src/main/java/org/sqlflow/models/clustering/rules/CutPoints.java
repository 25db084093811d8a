package org.sqlflow.models.clustering.rules;

/** Chooses thresholds that people can read. */
@FunctionalInterface
public interface CutPoints {
  /** Halfway. */
  CutPoints MIDDLE = (column, below, above) -> middle(below, above);

  /**
   * A threshold that separates two neighbouring values.
   *
   * @param column the place of the column
   * @param below the value that is to be below the threshold
   * @param above the next value, greater
   * @return more than {@code below}, and at most {@code above}
   */
  float between(int column, float below, float above);

  /** The number halfway, or {@code above} where there is none. */
  static float middle(float below, float above) {
    float middle = (float) (((double) below + above) / 2);
    return middle > below && middle <= above ? middle : above;
  }
}
