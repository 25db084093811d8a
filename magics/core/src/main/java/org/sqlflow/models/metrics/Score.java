package org.sqlflow.models.metrics;

import java.util.OptionalDouble;

/**
 * A score of a model next to that of a simple baseline, such as plain k-means or "always the most
 * frequent class".
 *
 * @param value of the model; empty where the score is not defined
 * @param baseline of the baseline on the same rows; empty where it is not defined
 * @param higherIsBetter else lower is
 * @param least a smaller difference, relative to scores above 1, counts as chance
 * @param meaning its range and what it says, one line
 */
public record Score(
    String name,
    OptionalDouble value,
    OptionalDouble baseline,
    boolean higherIsBetter,
    double least,
    String meaning) {
  private static final double CHANCE = 0.005;

  /** A score whose differences below {@value #CHANCE} count as chance. */
  public Score(
      String name,
      OptionalDouble value,
      OptionalDouble baseline,
      boolean higherIsBetter,
      String meaning) {
    this(name, value, baseline, higherIsBetter, CHANCE, meaning);
  }

  /** Whether both have the score, and the baseline's is better by more than chance. */
  public boolean isBaselineBetter() {
    return lead() < -least;
  }

  /** Whether both have the score, and the model's is better by more than chance. */
  public boolean isModelBetter() {
    return lead() > least;
  }

  /** How much better the model is, 0 if one has no score. */
  private double lead() {
    if (value.isEmpty() || baseline.isEmpty()) {
      return 0;
    }
    double lead = value.getAsDouble() - baseline.getAsDouble();
    double scale = Math.max(1, Math.abs(value.getAsDouble()));
    return (higherIsBetter ? lead : -lead) / scale;
  }
}
