package org.sqlflow.report;

import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.text.Text;

/**
 * How well groups come apart, in words: the steps of Kaufman and Rousseeuw (1990) for the
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
        "%s: silhouette %.3f on the scaled features (1: far apart, 0: touching)%s.",
        words(), silhouette, beside);
  }

  private String words() {
    if (silhouette > STRONG) {
      return "The groups lie far apart";
    }
    if (silhouette > REASONABLE) {
      return "The groups come well apart";
    }
    if (silhouette > WEAK) {
      return "The groups come apart in part, and touch";
    }
    return silhouette > 0
        ? "The groups run into each other, regions of one crowd"
        : "The groups lie across each other";
  }
}
