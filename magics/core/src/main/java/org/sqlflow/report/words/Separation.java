package org.sqlflow.report.words;

import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.text.Text;

/**
 * How well separated groups are, in words: the steps of Kaufman and Rousseeuw (1990) for the
 * silhouette.
 *
 * @param silhouette on the scaled features
 * @param kMeans that of plain k-means on the same rows; empty where none was made
 */
record Separation(double silhouette, OptionalDouble kMeans) {
  private static final double STRONG = 0.7;
  private static final double REASONABLE = 0.5;
  private static final double WEAK = 0.25;

  /** A sentence, if there is a silhouette. */
  static Optional<String> sentence(OptionalDouble silhouette, OptionalDouble kMeans) {
    return silhouette.isPresent()
        ? Optional.of(new Separation(silhouette.getAsDouble(), kMeans).sentence())
        : Optional.empty();
  }

  private String sentence() {
    String beside =
        kMeans.isPresent()
            ? Text.of("; plain k-means on the same rows: %.3f", kMeans.getAsDouble())
            : "";
    return Text.of(
        "%s: silhouette %.3f on the scaled features (1: well separated, 0: overlapping)%s.",
        words(), silhouette, beside);
  }

  private String words() {
    if (silhouette > STRONG) {
      return "The groups are clearly separated";
    }
    if (silhouette > REASONABLE) {
      return "The groups are well separated";
    }
    if (silhouette > WEAK) {
      return "The groups are moderately separated";
    }
    return silhouette > 0 ? "The groups are hardly separated" : "The groups overlap";
  }
}
