package org.sqlflow.features;

import org.sqlflow.data.RowPart;

/**
 * A feature that puts each row into one of some categories: a 1, or another {@link #weight}, for
 * this one, 0 for the others.
 */
public interface CategoryFeature extends Feature {
  /** The most categories of a function, and the most numbers of a vector. */
  int MOST = 100_000;

  /**
   * The category of each row of a part, from 0; -1 for a row that has none.
   *
   * @param categories takes them; as long as the part
   */
  void categories(RowPart part, int[] categories);

  /** The value that represents a row's category. */
  default double weight() {
    return 1;
  }

  @Override
  default Meaning meaning() {
    return Meaning.SHARE;
  }

  @Override
  default String filling() {
    return "no category";
  }

  @Override
  default void encode(RowPart part, Target target, int at) {
    int[] categories = new int[part.rows()];
    categories(part, categories);
    float own = (float) weight();
    for (int i = 0; i < categories.length; i++) {
      int start = target.starts()[i];
      if (start >= 0 && categories[i] >= 0) {
        target.values()[start + at + categories[i]] = own;
      }
    }
  }
}
