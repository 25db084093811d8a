package org.sqlflow.models.clustering.mixture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The shape that the groups of a mixture may have. */
enum Covariance {
  /** Each group its own, in any direction. */
  FULL,
  /** Each group its own, along the features' axes. */
  DIAGONAL,
  /** All groups the same, in any direction. */
  TIED;

  /** How it is written in WITH. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Covariance::word).toList();
  }

  static Covariance of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Values of one factor: a lower triangle by rows, or a diagonal. */
  int size(int width) {
    return this == DIAGONAL ? width : Math.multiplyExact(width, width + 1) / 2;
  }

  /** How many factors a mixture of so many groups has. */
  int factors(int groups) {
    return this == TIED ? 1 : groups;
  }

  /** Free parameters of a mixture: what the information criteria count. */
  long parameters(int groups, int width) {
    return (long) factors(groups) * size(width) + (long) groups * width + groups - 1;
  }
}
