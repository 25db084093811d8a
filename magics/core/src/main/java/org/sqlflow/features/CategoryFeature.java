package org.sqlflow.features;

/**
 * A feature that puts each row into one of some categories, and gives a 1 for this one and a 0 for
 * each other.
 */
public sealed interface CategoryFeature extends Feature
    permits BucketFeature, CategoryIdFeature, CategoryHashFeature, IndicatorFeature, CrossFeature {
  /** The most categories that a function may ask for. */
  int MOST = 100_000;

  /**
   * The category of each row from {@code from} on, from 0; -1 for a row that has none.
   *
   * @param categories takes them, from its beginning to its end
   */
  void categories(FeatureRows rows, int from, int[] categories);

  @Override
  default void encode(FeatureRows rows, int from, int to, MatrixSlots slots, int at) {
    int[] categories = new int[to - from];
    categories(rows, from, categories);
    for (int i = 0; i < categories.length; i++) {
      int start = slots.start(from + i);
      if (start >= 0 && categories[i] >= 0) {
        slots.values()[start + at + categories[i]] = 1;
      }
    }
  }
}
