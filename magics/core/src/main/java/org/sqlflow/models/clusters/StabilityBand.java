package org.sqlflow.models.clusters;

/**
 * What a group's stability under resampling means: bands of the mean Jaccard similarity by Hennig
 * (clusterboot in R's fpc).
 */
public enum StabilityBand {
  HIGHLY_STABLE(0.85, "highly stable"),
  STABLE(0.75, "stable"),
  DOUBTFUL(0.60, "a pattern, but its border is doubtful"),
  UNSTABLE(Double.NEGATIVE_INFINITY, "not to be trusted");

  private final double least;
  private final String word;

  StabilityBand(double least, String word) {
    this.least = least;
    this.word = word;
  }

  /** The band of a similarity from 0 to 1. */
  public static StabilityBand of(double similarity) {
    for (StabilityBand band : values()) {
      if (similarity >= band.least) {
        return band;
      }
    }
    return UNSTABLE;
  }

  /** The least similarity of the band. */
  public double least() {
    return least;
  }

  /** The band in words. */
  public String word() {
    return word;
  }
}
