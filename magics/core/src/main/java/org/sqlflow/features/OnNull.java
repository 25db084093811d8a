package org.sqlflow.features;

import java.util.Locale;

/** What becomes of a row with NULL, NaN or an infinity in a feature. */
public enum OnNull {
  /** Training and prediction stop and say where it stands. */
  ERROR,
  /** Training leaves the row out; its prediction is NULL. */
  SKIP,
  /**
   * The mean of the training's values stands in; a category is {@code other} where there is such a
   * one, else none of all.
   */
  MEAN;

  /** The word that stands for it in {@code train.on_null}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The meaning of a word of {@code train.on_null}. */
  public static OnNull of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
