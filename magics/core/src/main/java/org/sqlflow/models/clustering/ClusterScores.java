package org.sqlflow.models.clustering;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How good a clustering is, beside plain k-means with as many groups on the same scaled columns.
 *
 * @param scores in the order to show them
 * @param groupSizes rows of each group, by its number
 * @param kMeansSizes rows of each group of k-means, the largest first
 * @param notes sentences for the user: samples, what has no score and why, where k-means is better
 */
public record ClusterScores(
    List<Score> scores, List<Long> groupSizes, List<Long> kMeansSizes, List<String> notes) {
  /**
   * One score.
   *
   * @param value of the model; empty where the score is not defined
   * @param kMeans of plain k-means on the same rows
   * @param higherIsBetter else lower is
   * @param meaning its range and what it says, one line
   */
  public record Score(
      String name,
      OptionalDouble value,
      OptionalDouble kMeans,
      boolean higherIsBetter,
      String meaning) {
    /** A smaller lead, relative to scores above 1, is taken for chance. */
    private static final double LEAD = 0.005;

    /** Whether both have the score, and k-means has the better one by more than chance. */
    public boolean isKMeansBetter() {
      return lead() < -LEAD;
    }

    /** Whether both have the score, and the model has the better one by more than chance. */
    public boolean isModelBetter() {
      return lead() > LEAD;
    }

    /** The model's, 0 if one has no score. */
    private double lead() {
      if (value.isEmpty() || kMeans.isEmpty()) {
        return 0;
      }
      double lead = value.getAsDouble() - kMeans.getAsDouble();
      double scale = Math.max(1, Math.abs(value.getAsDouble()));
      return (higherIsBetter ? lead : -lead) / scale;
    }
  }
}
