package org.sqlflow.features;

import java.util.Locale;

/** What happens to a row that has NULL, NaN or an infinity in a feature's column. */
public enum OnNull {
  /** Training and prediction stop with an error that names the column. */
  ERROR,
  /** Training skips the row; its prediction is NULL. */
  SKIP,
  /**
   * The mean of the training's values replaces it, or the most frequent one if these are truth
   * values (booleans, or numbers of which each is 0 or 1); a category becomes {@code other} if the
   * feature has that one, else no category.
   */
  MEAN,
  /**
   * A missing number stays NaN, for models that can handle it; a missing category is no category.
   */
  KEEP;

  /** The word for it in {@code train.on_null}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The meaning of a word of {@code train.on_null}. */
  public static OnNull of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
